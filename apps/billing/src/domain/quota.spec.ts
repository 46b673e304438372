import { describe, expect, test } from '@jest/globals'
import { levelOf, reachedThresholds, stopAt } from './quota.js'

const grace = { hours: 24, percent: 120 }
const now = new Date('2026-11-10T12:00:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

describe('where executions stop', () => {
  test.each([
    ['the limit is not reached', undefined, grace, 120],
    ['it was reached a while ago', ago(23), grace, 120],
    ['its grace is over', ago(24), grace, 100],
    ['there is no grace', undefined, { hours: 0, percent: 120 }, 100],
    ['there is grace but no more than the limit', ago(1), { hours: 24, percent: 100 }, 100],
  ])('when %s', (_, reachedAt, given, expected) => {
    expect(stopAt(100, reachedAt, { now, grace: given })).toBe(expected)
  })

  test('a small limit has grace too, none at all has none', () => {
    expect(stopAt(1, undefined, { now, grace })).toBe(2)
    expect(stopAt(0, undefined, { now, grace })).toBe(0)
  })
})

test.each([
  [79, []],
  [80, [80]],
  [99, [80]],
  [100, [80, 100]],
  [500, [80, 100]],
])('%i of 100 has reached %j percent', (used, expected) => expect(reachedThresholds(used, 100)).toEqual(expected))

test.each([
  [0, 'ok'],
  [7, 'ok'],
  [8, 'warning'],
  [10, 'reached'],
  [11, 'reached'],
  [12, 'stopped'],
  [99, 'stopped'],
])('%i of 10, with grace up to 12, is %s', (used, level) =>
  expect(levelOf(used, { limit: 10, stopAt: 12 })).toBe(level),
)
