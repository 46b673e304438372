import { describe, expect, test } from '@jest/globals'
import { afterQuietHours, digestTime, isTimeZone, minuteOfDay, nextMinuteOfDay } from './local-time.js'

const at = (text: string) => new Date(text)
const ZURICH = 'Europe/Zurich'

describe('quiet hours', () => {
  test.each([
    ['before them', '2030-01-01T11:59:00Z', '13:00', '15:00', '2030-01-01T11:59:00.000Z'],
    ['when they begin', '2030-01-01T12:00:00Z', '13:00', '15:00', '2030-01-01T14:00:00.000Z'],
    ['when they end', '2030-01-01T14:00:00Z', '13:00', '15:00', '2030-01-01T14:00:00.000Z'],
    ['over midnight, in the evening', '2030-01-01T22:30:00Z', '22:00', '07:00', '2030-01-02T06:00:00.000Z'],
    ['over midnight, in the morning', '2030-01-01T04:30:10Z', '22:00', '07:00', '2030-01-01T06:00:00.000Z'],
    ['in the night clocks go forward', '2030-03-31T00:30:00Z', '22:00', '07:00', '2030-03-31T05:00:00.000Z'],
    ['in the night clocks go back', '2030-10-26T23:30:00Z', '22:00', '07:00', '2030-10-27T06:00:00.000Z'],
  ])('%s', (_, now, from, to, expected) => {
    expect(afterQuietHours(at(now), { from, to }, ZURICH).toISOString()).toBe(expected)
  })

  test('that never were do not delay', () => {
    expect(afterQuietHours(at('2030-01-01T03:00:00Z'), undefined, ZURICH).toISOString()).toBe(
      '2030-01-01T03:00:00.000Z',
    )
  })
})

describe('a digest', () => {
  test.each([
    ['hourly', '2030-01-01T12:00:00Z', ZURICH, '2030-01-01T13:00:00.000Z'],
    ['hourly', '2030-01-01T12:59:59Z', ZURICH, '2030-01-01T13:00:00.000Z'],
    ['hourly', '2030-01-01T12:10:00Z', 'Asia/Kolkata', '2030-01-01T12:30:00.000Z'],
    ['daily', '2030-01-01T06:59:00Z', ZURICH, '2030-01-01T07:00:00.000Z'],
    ['daily', '2030-01-01T07:00:00Z', ZURICH, '2030-01-02T07:00:00.000Z'],
    ['daily', '2030-03-30T12:00:00Z', ZURICH, '2030-03-31T06:00:00.000Z'],
  ] as const)('%s after %s in %s is sent at %s', (timing, now, timeZone, expected) => {
    expect(digestTime(at(now), timing, timeZone).toISOString()).toBe(expected)
  })
})

test('the next time of day is never past and shows that time', () => {
  for (let hour = 0; hour < 24 * 400; hour += 7) {
    const now = new Date(Date.parse('2030-01-01T00:17:00Z') + hour * 3_600_000)
    const next = nextMinuteOfDay(now, 8 * 60, ZURICH)
    expect(next.getTime()).toBeGreaterThanOrEqual(now.getTime())
    expect(next.getTime()).toBeLessThan(now.getTime() + 26 * 3_600_000)
    expect(minuteOfDay(next, ZURICH)).toBe(8 * 60)
  }
})

test('time zones are known by name', () => {
  expect(['UTC', 'Europe/Zurich', 'Mars/Base', ''].map(isTimeZone)).toEqual([true, true, false, false])
})
