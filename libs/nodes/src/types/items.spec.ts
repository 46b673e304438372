import { describe, expect, test } from '@jest/globals'
import type { Item, JsonObject } from '@linkflow/kernel'
import fc from 'fast-check'
import { failing, items, jsons, run } from '../run-node.fixture.js'

const sources = (list: Item[] | undefined) => list?.map(({ source }) => source?.map(({ index }) => index))

describe('limit', () => {
  const five = items(...[1, 2, 3, 4, 5].map((n) => ({ n })))

  test.each<[JsonObject, number[]]>([
    [{}, [1]],
    [{ maxItems: 2 }, [1, 2]],
    [{ maxItems: 2, keep: 'last' }, [4, 5]],
    [{ maxItems: 9, keep: 'last' }, [1, 2, 3, 4, 5]],
    [{ maxItems: 0 }, []],
    [{ maxItems: 0, keep: 'last' }, []],
  ])('%j', (parameters, expected) => {
    expect(jsons(run('limit', parameters, five))).toEqual(expected.map((n) => ({ n })))
  })

  test('items know where they came from', () => {
    expect(sources(run('limit', { maxItems: 1, keep: 'last' }, five).outputs.main)).toEqual([[4]])
  })
})

describe('sort', () => {
  const sorted = (by: object[], ...values: JsonObject[]) => jsons(run('sort', { by }, items(...values)))

  test('by several fields, stable, each in its own order', () => {
    const [a, b, c, d] = [
      { k: 'x', n: 1, i: 0 },
      { k: 'x', n: 2, i: 1 },
      { k: 'a', n: 1, i: 2 },
      { k: 'x', n: 2, i: 3 },
    ]
    expect(sorted([{ field: 'k' }, { field: 'n', order: 'descending' }], a!, b!, c!, d!)).toEqual([c, b, d, a])
  })

  test('numbers by size, texts by code unit, kinds apart, absent last either way', () => {
    const values: JsonObject[] = [
      { v: 'b' },
      { v: 10 },
      {},
      { v: 'B' },
      { v: 9 },
      { v: null },
      { v: true },
      { v: false },
    ]
    const ascending = [{ v: 9 }, { v: 10 }, { v: 'B' }, { v: 'b' }, { v: false }, { v: true }, {}, { v: null }]
    expect(sorted([{ field: 'v' }], ...values)).toEqual(ascending)
    expect(sorted([{ field: 'v', order: 'descending' }], ...values)).toEqual([
      ...[{ v: true }, { v: false }, { v: 'b' }, { v: 'B' }, { v: 10 }, { v: 9 }],
      ...[{}, { v: null }],
    ])
  })

  test('ignoring case, what differs only in it keeps its order', () => {
    expect(sorted([{ field: 'v', ignoreCase: true }], { v: 'b' }, { v: 'B' }, { v: 'A' })).toEqual([
      { v: 'A' },
      { v: 'b' },
      { v: 'B' },
    ])
  })

  test('any numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (numbers) => {
        const result = sorted([{ field: 'a.n' }], ...numbers.map((n) => ({ a: { n } })))
        expect(result).toEqual([...numbers].sort((x, y) => x - y).map((n) => ({ a: { n } })))
      }),
    )
  })
})

describe('split-out', () => {
  test.each<[JsonObject, JsonObject, JsonObject[]]>([
    [{ field: 'l' }, { l: [{ a: 1 }, 2, [3], null], o: 1 }, [{ a: 1 }, { l: 2 }, { l: [3] }, { l: null }]],
    [{ field: 'o.l', as: 'e' }, { o: { l: [{ a: 1 }] } }, [{ e: { a: 1 } }]],
    [
      { field: 'o.l', keep: 'others' },
      { id: 7, o: { l: [1, 2], x: 1 } },
      [
        { id: 7, o: { x: 1, l: 1 } },
        { id: 7, o: { x: 1, l: 2 } },
      ],
    ],
    [{ field: 'l', keep: 'others', as: 'e.f' }, { id: 7, l: [1] }, [{ id: 7, e: { f: 1 } }]],
    [{ field: 'l' }, { l: [] }, []],
    [{ field: 'l' }, {}, []],
    [{ field: 'l' }, { l: null }, []],
  ])('%j of %j', (parameters, json, expected) => {
    const given = items(json)
    const before = JSON.stringify(given)
    expect(jsons(run('split-out', parameters, given))).toEqual(expected)
    expect(JSON.stringify(given)).toBe(before)
  })

  test('elements know their item', () => {
    expect(sources(run('split-out', { field: 'l' }, items({ l: [1] }, { l: [2, 3] })).outputs.main)).toEqual([
      [0],
      [1],
      [1],
    ])
  })

  test('what is no list fails, and says which item', () => {
    const error = failing(() => run('split-out', { field: 'l' }, items({ l: [] }, { l: 'text' })))
    expect(error.failure).toMatchObject({ code: 'node/not-a-list', details: { path: 'l', index: 1 } })
  })

  test('more than memory should hold fails', () => {
    const list = Array.from({ length: 60_000 }, () => 0)
    const error = failing(() => run('split-out', { field: 'l' }, items({ l: list }, { l: list })))
    expect(error.failure.code).toBe('node/too-many-items')
  })
})

describe('aggregate', () => {
  const given = items({ id: 1, a: { t: 'x' } }, { id: 2 }, { id: 3, a: { t: null } })

  test.each<[JsonObject, JsonObject]>([
    [{}, { items: [{ id: 1, a: { t: 'x' } }, { id: 2 }, { id: 3, a: { t: null } }] }],
    [{ as: 'all.of' }, { all: { of: given.map(({ json }) => json) } }],
    [{ fields: [{ field: 'id', as: 'ids' }, { field: 'a.t' }] }, { ids: [1, 2, 3], a: { t: ['x'] } }],
    [{ fields: [{ field: 'a.t', as: 't' }], absent: 'null' }, { t: ['x', null, null] }],
  ])('%j', (parameters, expected) => {
    const { outputs } = run('aggregate', parameters, given)
    expect(outputs.main).toEqual([{ json: expected, source: [{ index: 0 }, { index: 1 }, { index: 2 }] }])
  })

  test('undoes split-out', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (l) => {
        const split = run('split-out', { field: 'l' }, items({ l })).outputs.main!
        expect(jsons(run('aggregate', { fields: [{ field: 'l' }] }, split))).toEqual([{ l }])
      }),
    )
  })
})

describe('remove-duplicates', () => {
  test.each<[JsonObject, JsonObject[], JsonObject[]]>([
    [
      {},
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
        { a: '1', b: 2 },
      ],
      [
        { a: 1, b: 2 },
        { a: '1', b: 2 },
      ],
    ],
    [{ fields: ['a.b'] }, [{ a: { b: 1 }, c: 1 }, { a: { b: 1 }, c: 2 }, {}, { a: {} }], [{ a: { b: 1 }, c: 1 }, {}]],
    [{ fields: ['a', 'b'] }, [{ a: 'x', b: 'y' }, { a: 'x\n"y"' }], [{ a: 'x', b: 'y' }, { a: 'x\n"y"' }]],
    [{ fields: ['a'] }, [{ a: null }, {}], [{ a: null }, {}]],
  ])('%j of %j', (parameters, given, expected) => {
    expect(jsons(run('remove-duplicates', parameters, items(...given)))).toEqual(expected)
  })
})

describe('rename', () => {
  test.each<[[string, string][], JsonObject, JsonObject]>([
    [[['a', 'b']], { a: 1, c: 2 }, { b: 1, c: 2 }],
    [
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      { a: 1, b: 2 },
      { a: 2, b: 1 },
    ],
    [[['a', 'x.y']], { a: 1, x: { z: 2 } }, { x: { z: 2, y: 1 } }],
    [[['none', 'b']], { b: 1 }, { b: 1 }],
    [[['a', 'a']], { a: 1 }, { a: 1 }],
  ])('%j of %j', (moves, json, expected) => {
    const given = items(json)
    const before = JSON.stringify(given)
    expect(jsons(run('rename', { fields: moves.map(([from, to]) => ({ from, to })) }, given))).toEqual([expected])
    expect(JSON.stringify(given)).toBe(before)
  })
})

describe('summarize', () => {
  const orders = items(
    { city: 'Ulm', total: 3, tag: 'a' },
    { city: 'Bonn', total: '4.5', tag: 'b' },
    { city: 'Ulm', total: 5, tag: 'a' },
    { city: 'Ulm', total: null },
  )
  const all = (operation: string, field = 'total') =>
    jsons(run('summarize', { fields: [{ field, operation, as: 'r' }] }, orders)).map((json) => (json as JsonObject).r)

  test.each<[string, string, unknown]>([
    ['count', 'total', 3],
    ['count-unique', 'tag', 2],
    ['sum', 'total', 12.5],
    ['average', 'total', 12.5 / 3],
    ['max', 'tag', 'b'],
    ['min', 'tag', 'a'],
    ['first', 'city', 'Ulm'],
    ['last', 'city', 'Ulm'],
    ['join', 'tag', 'a, b, a'],
    ['list', 'total', [3, '4.5', 5]],
    ['average', 'nothing', null],
    ['max', 'nothing', null],
    ['sum', 'nothing', 0],
  ])('%s of %s', (operation, field, expected) => {
    expect(all(operation, field)).toEqual([expected])
  })

  test('by group, with the names it makes', () => {
    const { outputs } = run('summarize', { fields: [{ field: 'total', operation: 'sum' }], groupBy: ['city'] }, orders)
    expect(outputs.main).toEqual([
      { json: { city: 'Ulm', sum_total: 8 }, source: [{ index: 0 }, { index: 2 }, { index: 3 }] },
      { json: { city: 'Bonn', sum_total: 4.5 }, source: [{ index: 1 }] },
    ])
  })

  test('a sum of what is no number fails', () => {
    expect(failing(() => all('sum', 'tag')).failure).toMatchObject({ code: 'node/not-a-number' })
  })
})
