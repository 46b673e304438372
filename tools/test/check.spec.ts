import { describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { compareContracts } from '../check/compare-contracts.mjs'
import { breakingChanges } from '../check/compare-schemas.mjs'

const note = {
  type: 'object',
  properties: {
    noteId: { type: 'string', format: 'uuid' },
    tags: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } },
    colour: { enum: ['red', 'green'] },
  },
  required: ['noteId'],
}
const changed = (change: (schema: typeof note) => void) => {
  const copy = structuredClone(note)
  change(copy)
  return breakingChanges(note, copy)
}
/** Members as a change would find them, whatever it makes of them. */
type Members = Record<string, unknown>

describe('within a version of an event', () => {
  test('nothing, a member that may be absent, and words are harmless', () => {
    expect(changed(() => undefined)).toEqual([])
    expect(changed(({ properties }) => Object.assign(properties, { author: { type: 'string' } }))).toEqual([])
    expect(changed(({ properties }) => Object.assign(properties.noteId, { description: 'Which.' }))).toEqual([])
    expect(changed(({ properties }) => Object.assign(properties.tags.items.properties, { at: {} }))).toEqual([])
    const { properties, ...rest } = note
    expect(
      breakingChanges(note, { ...rest, properties: Object.fromEntries(Object.entries(properties).reverse()) }),
    ).toEqual([])
  })

  const table: [string, (schema: typeof note) => void, string][] = [
    ['a member removed', ({ properties }) => delete (properties as Members).colour, '/colour was removed'],
    [
      'a member renamed',
      ({ properties }) => {
        const members = properties as Members
        members.color = members.colour
        delete members.colour
      },
      '/colour was removed',
    ],
    [
      'a member of another type',
      ({ properties }) => (properties.noteId.type = 'number'),
      '/noteId had type "string" and has "number"',
    ],
    [
      'another format',
      ({ properties }) => delete (properties.noteId as Members).format,
      '/noteId had format "uuid" and has none',
    ],
    ['another value', ({ properties }) => properties.colour.enum.push('blue'), '/colour had enum'],
    ['a member that must be there now', ({ required }) => required.push('colour'), '/colour must be there now'],
    ['a member that may be absent now', ({ required }) => required.pop(), '/noteId may be absent now'],
    [
      'a member of an item removed',
      ({ properties }) => delete (properties.tags.items.properties as Members).name,
      '/tags/*/name was removed',
    ],
    [
      'a new limit',
      ({ properties }) => Object.assign(properties.tags, { maxItems: 3 }),
      '/tags had maxItems none and has 3',
    ],
    [
      'no more unknown members',
      (schema) => Object.assign(schema, { additionalProperties: false }),
      'the event had additionalProperties',
    ],
  ]
  test.each(table)('%s breaks', (_name, change, sentence) => {
    const changes = changed(change)
    expect(changes).toHaveLength(1)
    expect(changes[0]).toContain(sentence)
  })
})

test('an event that is gone breaks; its next version beside it is only to be recorded', () => {
  const recorded = { events: { 'evt.note.written.v1': note }, requests: {} }
  expect(compareContracts(recorded, { events: {}, requests: {} }).broken).toEqual(['evt.note.written.v1 was removed'])
  const both = { events: { ...recorded.events, 'evt.note.written.v2': { type: 'object' } }, requests: {} }
  expect(compareContracts(recorded, both)).toEqual({ broken: [], changed: ['evt.note.written.v2 is new'] })
})

test('requests may change, and are to be recorded', () => {
  const recorded = { events: {}, requests: { a: { input: { type: 'string' } }, b: {}, c: { description: 'x' } } }
  const built = { events: {}, requests: { a: { input: { type: 'number' } }, c: { description: 'y' }, d: {} } }
  expect(compareContracts(recorded, built)).toEqual({
    broken: [],
    changed: ['a has changed', 'c is described otherwise', 'd is new', 'b is gone'],
  })
})

test('the recorded contracts are those of the build', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, '../check/check.mjs')], {
    encoding: 'utf8',
  })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
})
