import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Item } from '@linkflow/kernel'
import { failing, items, jsons, run } from '../run-node.fixture.js'

const order = { id: 7, customer: { name: 'Ada', tags: ['a', 'b'] } }

describe('values', () => {
  test.each([
    ['a literal', { a: 1 }, { a: 1 }],
    ['one expression keeps its type', { a: '{{ $json.id }}' }, { a: 7 }],
    ['mixed text is text', { a: 'No. {{ $json.id }}' }, { a: 'No. 7' }],
    ['expressions at any depth', { a: { b: ['{{ $json.id + 1 }}', 'x'] } }, { a: { b: [8, 'x'] } }],
    ['a value may be null', { a: null }, { a: null }],
    ['a value may be a whole object', { a: '{{ $json.customer }}' }, { a: order.customer }],
    ['text with a brace is text', { a: '{ $json.id }' }, { a: '{ $json.id }' }],
    ['undefined sets nothing', { a: '{{ $json.missing }}' }, {}],
    ['fields do not see each other', { a: 1, b: '{{ $json.a ?? "none" }}' }, { a: 1, b: 'none' }],
  ])('%s', (_name, fields, expected) => {
    expect(jsons(run('set', { fields, keep: 'none' }, items(order)))).toEqual([expected])
  })

  test('keep all is the default, and undefined removes', () => {
    const result = run('set', { fields: { id: '{{ $json.missing }}', b: 2 } }, items(order))
    expect(jsons(result)).toEqual([{ customer: order.customer, b: 2 }])
  })
})

describe('paths', () => {
  test.each([
    ['makes objects', { 'a.b.c': 1 }, { a: { b: { c: 1 } } }],
    ['leads into objects', { 'customer.name': 'Eve' }, { customer: { name: 'Eve', tags: ['a', 'b'] } }],
    ['leads into arrays', { 'customer.tags.1': 'z' }, { customer: { name: 'Ada', tags: ['a', 'z'] } }],
    ['appends to arrays', { 'customer.tags.2': 'c' }, { customer: { name: 'Ada', tags: ['a', 'b', 'c'] } }],
    ['removes', { 'customer.tags': '{{ $json.nothing }}' }, { customer: { name: 'Ada' } }],
    ['removes nothing that is not there', { 'x.y': '{{ $json.nothing }}' }, {}],
  ])('a dotted name %s', (_name, fields, expected) => {
    const input = items(order)
    const before = structuredClone(input)
    expect(jsons(run('set', { fields }, input))).toEqual([{ ...order, ...expected }])
    expect(input).toEqual(before)
  })

  test.each([{ 'customer.tags.x': 1 }, { 'customer.tags.9': 1 }, { 'customer.name.first': 1 }, { 'id.x': 1 }])(
    'a path that cannot be is a failure: %j',
    (fields) => {
      expect(failing(() => run('set', { fields }, items(order))).failure.code).toBe('node/invalid-path')
    },
  )

  test.each(['a.__proto__.b', 'x.__proto__', 'constructor.prototype', 'a.constructor', 'prototype', '', 'a..b', '.a'])(
    'the name %j is refused',
    (name) => {
      const fields = Object.fromEntries([[name, 'polluted']])
      expect(failing(() => run('set', { fields }, items({}))).failure.code).toMatch(/^node\/invalid-(parameter|path)$/)
      expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    },
  )
})

test('files stay with keep all and go with keep none; every item knows its source', () => {
  const file = { data: { mimeType: 'text/plain', size: 1, data: 'YQ==' } }
  const input: Item[] = [{ json: { a: 1 } }, { json: { a: 2 }, binary: file }]
  const kept = run('set', { fields: { b: 1 } }, input).outputs.main
  expect(kept).toEqual([
    { json: { a: 1, b: 1 }, source: [{ index: 0 }] },
    { json: { a: 2, b: 1 }, binary: file, source: [{ index: 1 }] },
  ])
  expect(run('set', { fields: { b: 1 }, keep: 'none' }, input).outputs.main?.[1]?.binary).toBeUndefined()
})

test('data with a member __proto__ stays data', () => {
  const json = JSON.parse('{"__proto__":{"polluted":1},"a":1}') as Item['json']
  const [out] = jsons(run('set', { fields: { b: 2 } }, [{ json }]))
  expect(JSON.stringify(out)).toBe('{"__proto__":{"polluted":1},"a":1,"b":2}')
})

test('a failing expression says where it stands', () => {
  const { failure, retryable } = failing(() => run('set', { fields: { 'a/b': '{{ $json.x.y.z }}' } }, items({}, {})))
  expect(failure.code).toBe('expression/undefined')
  expect(failure.details).toMatchObject({ pointer: '/fields/a~1b', index: 0, expression: '$json.x.y.z' })
  expect(retryable).toBe(false)
})

test('an expression that cannot be read fails with its pointer', () => {
  const { failure } = failing(() => run('set', { fields: { a: '{{ 1 + }}' } }, items({})))
  expect(failure).toMatchObject({ code: 'expression/syntax', details: { pointer: '/fields/a' } })
})

test('data is never evaluated', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const value = `{{ ${text} }}`
      expect(jsons(run('set', { fields: { out: '{{ $json.in }}' }, keep: 'none' }, items({ in: value })))).toEqual([
        { out: value },
      ])
    }),
  )
})

test('as many items come out as went in, in order, whatever they hold', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (given) => {
      const input = given.map((json) => ({ json: json as Item['json'] }))
      const out = run('set', { fields: { 'x.y': 1 }, keep: 'none' }, input).outputs.main ?? []
      expect(out.map((item) => item.source)).toEqual(given.map((_, index) => [{ index }]))
    }),
  )
})
