import { expect, test } from '@jest/globals'
import { evaluate } from '../template/evaluate.js'
import { scopeOf } from '../testing/scope.js'

const at = 'DateTime.fromISO("2024-03-30T23:15:30.250")'

// Berlin: the clocks go forward in the night to 31 March.
test.each([
  ['$now', '2024-02-29T13:30:15.250+01:00'],
  ['$today', '2024-02-29T00:00:00.000+01:00'],
  [`${at}.plus({ days: 1 })`, '2024-03-31T23:15:30.250+02:00'],
  [`${at}.plus(24, "hours")`, '2024-04-01T00:15:30.250+02:00'],
  [`${at}.minus({ month: 1 })`, '2024-02-29T23:15:30.250+01:00'],
  [`${at}.startOf("week")`, '2024-03-25T00:00:00.000+01:00'],
  [`${at}.endOf("month").toISO()`, '2024-03-31T23:59:59.999+02:00'],
  [`${at}.set({ hour: 1, day: 2 })`, '2024-03-02T01:15:30.250+01:00'],
  [`${at}.setZone("Asia/Kolkata")`, '2024-03-31T03:45:30.250+05:30'],
  [`${at}.setZone("utc+3").zoneName`, 'UTC+3'],
  [`${at}.setZone("-0330").offset`, -210],
  [`${at}.toUTC()`, '2024-03-30T22:15:30.250Z'],
  [`${at}.toFormat("cccc d LLLL yyyy, h:mm a 'in' z")`, 'Saturday 30 March 2024, 11:15 PM in Europe/Berlin'],
  [`${at}.toISODate() + " " + ${at}.toISOTime()`, '2024-03-30 23:15:30.250+01:00'],
  [`${at}.toMillis()`, Date.UTC(2024, 2, 30, 22, 15, 30, 250)],
  [`${at}.toSQL()`, '2024-03-30 23:15:30.250 +01:00'],
  [
    `[${at}.year, ${at}.quarter, ${at}.month, ${at}.weekNumber, ${at}.weekday, ${at}.day, ${at}.ordinal]`,
    [2024, 1, 3, 13, 6, 30, 90],
  ],
  [`[${at}.hour, ${at}.minute, ${at}.second, ${at}.millisecond]`, [23, 15, 30, 250]],
  [
    `[${at}.monthLong, ${at}.weekdayShort, ${at}.daysInMonth, ${at}.isInLeapYear, ${at}.isWeekend]`,
    ['March', 'Sat', 31, true, true],
  ],
  [`${at}.diff("2024-03-28T23:15:30.250", "days")`, { days: 2 }],
  [`${at}.diff("2024-03-28T20:15:30.250", ["days", "hours"])`, { days: 2, hours: 3 }],
  [`${at}.diff(${at}.minus(1, "minute"))`, { milliseconds: 60000 }],
  [`${at}.diffNow("days").days > 30`, true],
  [`${at}.hasSame("2024-03-01", "month")`, true],
  [`${at}.equals(${at})`, true],
  [`${at}.isBetween("2024-01-01", "2025-01-01")`, true],
  [`$now.minus({ hours: 3 }).toRelative()`, '3 hours ago'],
  [`${at} > DateTime.fromISO("2024-01-01") && ${at} - ${at} === 0`, true],
  [`"on " + DateTime.fromMillis(0)`, 'on 1970-01-01T01:00:00.000+01:00'],
  [`DateTime.fromFormat("3/7/2024 5pm", "M/d/yyyy ha")`, '2024-03-07T17:00:00.000+01:00'],
  ['DateTime.fromObject({ year: 2024, month: 2 })', '2024-02-01T00:00:00.000+01:00'],
  ['DateTime.fromSeconds(1).toUTC()', '1970-01-01T00:00:01.000Z'],
  ['new Date("Tue, 01 Nov 2016 13:23:12 +0630").toISOString()', '2016-11-01T06:53:12.000Z'],
  ['new Date("2024-02-29 10:00:00")', '2024-02-29T10:00:00.000+01:00'],
  ['new Date(2024, 1, 30)', '2024-03-01T00:00:00.000+01:00'],
  [`${at}.getTimezoneOffset()`, -60],
  [`${at}.nothing`, undefined],
])('%s', (expression, value) => {
  expect(evaluate(`{{ ${expression} }}`, scopeOf())).toEqual(value)
})

test('the zone of the machine plays no part', () => {
  expect(evaluate('{{ $today }}', scopeOf({}, { timeZone: 'Pacific/Auckland' }))).toBe('2024-03-01T00:00:00.000+13:00')
  expect(evaluate('{{ $today }}', scopeOf({}, { timeZone: undefined }))).toBe('2024-02-29T00:00:00.000Z')
})
