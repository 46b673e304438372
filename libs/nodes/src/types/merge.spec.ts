import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Item } from '@linkflow/kernel'
import { failing, items, jsons, run } from '../run-node.fixture.js'

const left = items({ id: 1, a: 'x' }, { id: 2, a: 'y' }, { a: 'z' })
const right = items({ id: 2, b: 'B' }, { id: 2, b: 'C' }, { id: 3, b: 'D' })
const two = { 'input-1': left, 'input-2': right }

const merged = (parameters: Record<string, unknown>, inputs: Record<string, Item[]> = two) =>
  jsons(run('merge', parameters, inputs))

describe('modes', () => {
  test('append', () => {
    expect(merged({})).toEqual([...left, ...right].map((item) => item.json))
    expect(run('merge', {}, { 'input-2': items({}) }).outputs.main?.[0]?.source).toEqual([
      { index: 0, port: 'input-2' },
    ])
  })

  test('by-position', () => {
    const inputs = { 'input-1': items({ n: 1, a: 1 }, { n: 2 }), 'input-2': items({ n: 9, b: 1 }) }
    expect(merged({ mode: 'by-position' }, inputs)).toEqual([{ n: 9, a: 1, b: 1 }, { n: 2 }])
    expect(merged({ mode: 'by-position', unpaired: 'drop' }, inputs)).toEqual([{ n: 9, a: 1, b: 1 }])
    expect(merged({ mode: 'by-position', clash: 'first' }, inputs)).toEqual([{ n: 1, a: 1, b: 1 }, { n: 2 }])
    expect(run('merge', { mode: 'by-position' }, inputs).outputs.main?.[0]?.source).toEqual([
      { index: 0, port: 'input-1' },
      { index: 0, port: 'input-2' },
    ])
  })

  test.each([
    [
      'inner',
      [
        { id: 2, a: 'y', b: 'B' },
        { id: 2, a: 'y', b: 'C' },
      ],
    ],
    ['left', [{ id: 1, a: 'x' }, { id: 2, a: 'y', b: 'B' }, { id: 2, a: 'y', b: 'C' }, { a: 'z' }]],
    ['outer', [{ id: 1, a: 'x' }, { id: 2, a: 'y', b: 'B' }, { id: 2, a: 'y', b: 'C' }, { a: 'z' }, { id: 3, b: 'D' }]],
    ['anti', [{ id: 1, a: 'x' }, { a: 'z' }]],
  ])('by-key %s', (join, expected) => {
    expect(merged({ mode: 'by-key', key: 'id', join })).toEqual(expected)
  })

  test('by-key with a path for each input', () => {
    const inputs = { 'input-1': items({ u: { id: 1 } }), 'input-2': items({ ref: 1, ok: true }, { ref: '1' }) }
    expect(merged({ mode: 'by-key', key: ['u.id', 'ref'] }, inputs)).toEqual([{ u: { id: 1 }, ref: 1, ok: true }])
    expect(failing(() => merged({ mode: 'by-key', key: ['u.id'] }, inputs)).failure.code).toBe('node/invalid-parameter')
  })

  test('by-key over three inputs', () => {
    const inputs = {
      'input-1': items({ k: 1, a: 1 }),
      'input-2': items({ k: 1, b: 1 }),
      'input-3': items({ k: 1, c: 1 }),
    }
    expect(merged({ mode: 'by-key', key: 'k', inputs: 3 }, inputs)).toEqual([{ k: 1, a: 1, b: 1, c: 1 }])
  })

  test('multiply', () => {
    const inputs = { 'input-1': items({ a: 1 }, { a: 2 }), 'input-2': items({ b: 1 }, { b: 2 }) }
    expect(merged({ mode: 'multiply' }, inputs)).toEqual([
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 2, b: 1 },
      { a: 2, b: 2 },
    ])
    expect(merged({ mode: 'multiply' }, { 'input-1': items({ a: 1 }) })).toEqual([])
  })

  test('choose', () => {
    expect(merged({ mode: 'choose', input: 2 })).toEqual(right.map((item) => item.json))
    expect(merged({ mode: 'choose' }, { 'input-1': [], 'input-2': items({ a: 1 }) })).toEqual([{ a: 1 }])
    expect(merged({ mode: 'choose', input: 9 })).toEqual([])
  })

  test('wait', () => {
    const out = run('merge', { mode: 'wait' }, { 'input-1': items({ a: 1 }), 'input-2': items({ b: 1 }) }).outputs.main
    expect(out).toEqual([
      {
        json: {},
        source: [
          { index: 0, port: 'input-1' },
          { index: 0, port: 'input-2' },
        ],
      },
    ])
  })

  test('inputs beyond the declared number count, in the order of their numbers', () => {
    const inputs = { 'input-10': items({ n: 10 }), 'input-2': items({ n: 2 }) }
    expect(merged({}, inputs)).toEqual([{ n: 2 }, { n: 10 }])
  })
})

test('files of both items stay', () => {
  const file = (data: string) => ({ mimeType: 'text/plain', size: 1, data })
  const inputs = {
    'input-1': [{ json: {}, binary: { a: file('1'), c: file('1') } }],
    'input-2': [{ json: {}, binary: { b: file('2'), c: file('2') } }],
  }
  expect(run('merge', { mode: 'by-position' }, inputs).outputs.main?.[0]?.binary).toEqual({
    a: file('1'),
    b: file('2'),
    c: file('2'),
  })
})

test.each([
  [{ mode: 'zip' }],
  [{ mode: 'by-key' }],
  [{ inputs: 1 }],
  [{ mode: 'choose', input: 0 }],
  [{ mode: 'by-key', key: '__proto__' }],
  [{ mode: '{{ $json.mode }}' }],
])('%j is not accepted', (parameters) => {
  expect(failing(() => merged(parameters)).failure.code).toBe('node/invalid-parameter')
})

test('a product that would exhaust memory is refused before it is made', () => {
  const many = items(...Array.from({ length: 1000 }, (_, k) => ({ k: k % 2 })))
  const inputs = { 'input-1': many, 'input-2': many }
  for (const parameters of [{ mode: 'multiply' }, { mode: 'by-key', key: 'k' }])
    expect(failing(() => merged(parameters, inputs)).failure.code).toBe('node/too-many-items')
})

describe('properties', () => {
  const list = fc.array(fc.record({ k: fc.integer({ min: 0, max: 3 }), v: fc.integer() }), { maxLength: 8 })

  test('by-position has the longest length, or the shortest', () => {
    fc.assert(
      fc.property(list, list, list, (a, b, c) => {
        const inputs = { 'input-1': items(...a), 'input-2': items(...b), 'input-3': items(...c) }
        const lengths = [a.length, b.length, c.length]
        const parameters = { mode: 'by-position', inputs: 3 }
        expect(merged(parameters, inputs)).toHaveLength(Math.max(...lengths))
        expect(merged({ ...parameters, unpaired: 'drop' }, inputs)).toHaveLength(Math.min(...lengths))
      }),
    )
  })

  test('by-key agrees with a nested loop', () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        const inputs = { 'input-1': items(...a), 'input-2': items(...b) }
        const pairs = a.flatMap((x) => b.filter((y) => x.k === y.k).map((y) => ({ ...x, ...y })))
        const alone = a.filter((x) => !b.some((y) => x.k === y.k))
        expect(merged({ mode: 'by-key', key: 'k' }, inputs)).toEqual(pairs)
        expect(merged({ mode: 'by-key', key: 'k', join: 'anti' }, inputs)).toEqual(alone)
        expect(merged({ mode: 'by-key', key: 'k', join: 'left' }, inputs)).toHaveLength(pairs.length + alone.length)
      }),
    )
  })
})
