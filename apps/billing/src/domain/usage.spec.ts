import { expect, test } from '@jest/globals'
import { monthOf } from './month.js'
import { NOTHING_USED, forecast } from './usage.js'

test('a month begins and ends at midnight in UTC', () => {
  expect(monthOf(new Date('2026-12-31T23:59:59.999Z'))).toEqual({
    name: '2026-12',
    startsAt: new Date('2026-12-01T00:00:00Z'),
    endsAt: new Date('2027-01-01T00:00:00Z'),
  })
})

test.each([
  ['2026-11-16T00:00:00Z', 200],
  ['2026-11-30T23:59:59.999Z', 100],
  ['2026-11-01T00:00:00Z', 100],
])('a hundred at %s make %i at the end of the month', (at, expected) => {
  const now = new Date(at)
  expect(forecast({ ...NOTHING_USED, executions: 100 }, monthOf(now), now)).toEqual({
    ...NOTHING_USED,
    executions: expected,
  })
})
