import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { JsonObject } from '@linkflow/kernel'
import { failing, items, jsons, run } from '../run-node.fixture.js'

const NONE = '{{ $json.none }}'

function holds(left: unknown, operator: string, right?: unknown): boolean {
  const conditions = [{ left, operator, ...(right === undefined ? {} : { right }) }]
  return jsons(run('if', { conditions }, items({})), 'true').length === 1
}

describe('operators', () => {
  test.each<[unknown, string, unknown, boolean]>([
    [1, 'equals', 1, true],
    [1, 'equals', '1', true],
    ['1.0', 'equals', 1, true],
    ['', 'equals', 0, false],
    [true, 'equals', 'true', true],
    ['a', 'equals', 'A', false],
    [{ a: [1, { b: 2 }] }, 'equals', { a: [1, { b: 2 }] }, true],
    [[1], 'equals', ['1'], false],
    [[], 'equals', {}, false],
    [{ a: 1 }, 'equals', { a: 1, b: 2 }, false],
    [NONE, 'equals', null, true],
    [NONE, 'equals', '', false],
    [1, 'not-equals', 2, true],
    [1, 'not-equals', 1, false],
    [10, 'greater', 9, true],
    ['10', 'greater', '9', true],
    ['b', 'greater', 'a', true],
    [9, 'greater', 9, false],
    [NONE, 'greater', 1, false],
    [NONE, 'less', 1, false],
    [9, 'greater-or-equal', 9, true],
    [8, 'greater-or-equal', 9, false],
    [1, 'less', 2, true],
    [2, 'less-or-equal', 2, true],
    [3, 'less-or-equal', 2, false],
    ['hello', 'contains', 'ell', true],
    ['hello', 'contains', 'x', false],
    [[1, 2], 'contains', '2', true],
    [{ a: 1 }, 'contains', 'a', true],
    [{ a: 1 }, 'contains', 'toString', false],
    [NONE, 'contains', 'a', false],
    [123, 'contains', 2, true],
    ['hello', 'not-contains', 'x', true],
    [NONE, 'not-contains', 'x', true],
    ['hello', 'starts-with', 'he', true],
    ['hello', 'starts-with', 'lo', false],
    ['hello', 'ends-with', 'lo', true],
    [NONE, 'ends-with', 'lo', false],
    ['order-12', 'matches', '^order-\\d+$', true],
    ['order-x', 'matches', '^order-\\d+$', false],
    ['a/b', 'matches', 'a/b', true],
    ['x', 'matches', '', true],
    [NONE, 'matches', 'a', false],
    [0, 'exists', undefined, true],
    [NONE, 'exists', undefined, false],
    ['{{ $json.a.b.c }}', 'exists', undefined, false],
    [null, 'exists', undefined, false],
    [NONE, 'not-exists', undefined, true],
    ['{{ $json.a.b.c }}', 'not-exists', undefined, true],
    ['', 'is-empty', undefined, true],
    [[], 'is-empty', undefined, true],
    [{}, 'is-empty', undefined, true],
    [NONE, 'is-empty', undefined, true],
    [0, 'is-empty', undefined, false],
    [[0], 'is-not-empty', undefined, true],
    ['', 'is-not-empty', undefined, false],
    [true, 'is-true', undefined, true],
    ['true', 'is-true', undefined, true],
    [1, 'is-true', undefined, false],
    [false, 'is-false', undefined, true],
    [0, 'is-false', undefined, false],
    ['b', 'in', ['a', 'b'], true],
    ['z', 'in', ['a', 'b'], false],
    ['ell', 'in', 'hello', true],
    ['2026-01-01', 'before', '2026-01-02', true],
    ['2026-01-01T00:00:00+02:00', 'before', '2026-01-01T00:00:00Z', true],
    ['{{ $now }}', 'after', '2026-01-01', true],
    [0, 'before', '2026-01-01', true],
    ['2026-01-02', 'before', '2026-01-02', false],
    [NONE, 'before', '2026-01-02', false],
  ])('%j %s %j is %j', (left, operator, right, expected) => {
    expect(holds(left, operator, right)).toBe(expected)
  })

  test.each<[unknown, string, unknown, string]>([
    [[1], 'greater', 2, 'node/not-comparable'],
    ['a', 'less', 2, 'node/not-comparable'],
    ['a', 'matches', '(', 'node/invalid-pattern'],
    ['a', 'matches', 5, 'node/invalid-pattern'],
    ['a', 'matches', '(?=b)', 'expression/not-allowed'],
    ['someday', 'before', '2026-01-01', 'expression/invalid-argument'],
    ['a', 'resembles', 'b', 'node/invalid-parameter'],
  ])('%j %s %j fails with %s', (left, operator, right, code) => {
    expect(failing(() => holds(left, operator, right)).failure.code).toBe(code)
  })

  test.each(['/.test("z") && /', 'a/ }} {{ $env', '\\/', '[/]', '/', 'a]/', '\n/g, 1', '\u2028/ + 1', '\\\n/'])(
    'the pattern %j from data cannot end the regular expression',
    (pattern) => {
      const conditions = [{ left: 'zzz', operator: 'matches', right: '{{ $json.pattern }}' }]
      expect(jsons(run('if', { conditions }, items({ pattern })), 'true')).toEqual([])
    },
  )

  test('a catastrophic pattern is harmless', () => {
    expect(holds('a'.repeat(500), 'matches', '(a+)+$')).toBe(true)
    expect(holds(`${'a'.repeat(500)}b`, 'matches', '^(a+)+$')).toBe(false)
  })

  test('equal values are equal both ways, and equal to themselves', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const left = JSON.parse(JSON.stringify(a).replaceAll('{{', '').replaceAll('-0', '0'))
        const right = JSON.parse(JSON.stringify(b).replaceAll('{{', '').replaceAll('-0', '0'))
        expect(holds(left, 'equals', structuredClone(left))).toBe(true)
        expect(holds(left, 'equals', right)).toBe(holds(right, 'equals', left))
        expect(holds(left, 'equals', right)).toBe(!holds(left, 'not-equals', right))
      }),
    )
  })
})

describe('if', () => {
  test.each<[unknown, JsonObject, 'true' | 'false']>([
    ['{{ $json.n > 1 }}', { n: 2 }, 'true'],
    ['{{ $json.n > 1 }}', { n: 1 }, 'false'],
    ['{{ $json.n }}', { n: 0 }, 'false'],
    ['{{ $json.n }}', { n: 'false' }, 'false'],
    ['{{ $json.n }}', { n: '' }, 'false'],
    ['{{ $json.n }}', { n: [] }, 'true'],
    ['{{ $json.n }}', {}, 'false'],
    [' {{ true }} ', {}, 'true'],
    [true, {}, 'true'],
  ])('%j on %j takes %s', (condition, json, port) => {
    const result = run('if', { condition }, items(json))
    expect(jsons(result, port)).toEqual([json])
    expect(jsons(result, port === 'true' ? 'false' : 'true')).toEqual([])
  })

  test('each item goes its own way and knows where it came from', () => {
    const { outputs } = run('if', { condition: '{{ $json.n > 1 }}' }, items({ n: 1 }, { n: 2 }, { n: 3 }))
    expect(outputs.true?.map((item) => item.source)).toEqual([[{ index: 1 }], [{ index: 2 }]])
    expect(outputs.false?.map((item) => item.source)).toEqual([[{ index: 0 }]])
  })

  test.each(['and', 'or'])('conditions combine by %s', (combine) => {
    const conditions = [
      { left: '{{ $json.a }}', operator: 'is-true' },
      { left: '{{ $json.b }}', operator: 'is-true' },
    ]
    for (const a of [true, false])
      for (const b of [true, false]) {
        const taken = jsons(run('if', { conditions, combine }, items({ a, b })), 'true').length === 1
        expect(taken).toBe(combine === 'and' ? a && b : a || b)
      }
  })

  test.each([
    {},
    { condition: '{{ 1 }}', conditions: [{ left: 1, operator: 'exists' }] },
    { condition: 'yes' },
    { condition: '{{ $json.a }} > {{ $json.b }}' },
    { conditions: [] },
    { condition: '{{ true }}', combine: 'xor' },
    { condition: '{{ true }}', other: 1 },
  ])('%j is not accepted', (parameters) => {
    expect(failing(() => run('if', parameters, items({}))).failure.code).toBe('node/invalid-parameter')
  })

  test('a failing condition names its place', () => {
    const conditions = [
      { left: 1, operator: 'exists' },
      { left: '{{ $json.a.b }}', operator: 'equals', right: 1 },
    ]
    const { failure } = failing(() => run('if', { conditions }, items({})))
    expect(failure).toMatchObject({
      code: 'expression/undefined',
      details: { pointer: '/conditions/1/left', index: 0 },
    })
  })
})

test('filter passes what holds', () => {
  const { outputs } = run('filter', { condition: '{{ $json.n % 2 === 0 }}' }, items({ n: 1 }, { n: 2 }, { n: 4 }))
  expect(outputs).toEqual({
    main: [
      { json: { n: 2 }, source: [{ index: 1 }] },
      { json: { n: 4 }, source: [{ index: 2 }] },
    ],
  })
})

test('filter and if agree: nothing is lost or doubled', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const given = items(...numbers.map((n) => ({ n })))
      const parameters = { condition: '{{ $json.n > 0 }}' }
      const branches = run('if', parameters, given)
      expect(jsons(run('filter', parameters, given))).toEqual(jsons(branches, 'true'))
      expect(jsons(branches, 'true').length + jsons(branches, 'false').length).toBe(numbers.length)
    }),
  )
})

describe('switch', () => {
  const rules = [
    { name: 'big', condition: '{{ $json.n > 10 }}' },
    { conditions: [{ left: '{{ $json.n }}', operator: 'greater', right: 5 }] },
  ]
  const given = items({ n: 20 }, { n: 7 }, { n: 1 })
  const counts = (parameters: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(run('switch', parameters, given).outputs).map(([port, { length }]) => [port, length]),
    )

  test.each([
    [{}, { 0: 1, 1: 1 }],
    [{ fallback: true }, { 0: 1, 1: 1, fallback: 1 }],
    [{ mode: 'all' }, { 0: 1, 1: 2 }],
    [
      { mode: 'all', fallback: true },
      { 0: 1, 1: 2, fallback: 1 },
    ],
  ])('%j', (parameters, expected) => {
    expect(counts({ rules, ...parameters })).toEqual(expected)
  })

  test.each([{}, { rules: [] }, { rules: [{}] }, { rules: [{ name: 'x' }] }, { rules, mode: 'some' }])(
    '%j is not accepted',
    (parameters) => {
      expect(failing(() => run('switch', parameters, given)).failure.code).toBe('node/invalid-parameter')
    },
  )
})
