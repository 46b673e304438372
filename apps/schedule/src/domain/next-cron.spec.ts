import { describe, expect, test } from '@jest/globals'
import { Cron as Croner } from 'croner'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { parseCron } from './cron.js'
import { nextCron } from './next-cron.js'
import { DAY_MS } from './next-local.js'
import { nextTransition } from './time-zone.js'

/** The next fire times as local times with their offset. */
function fires(expression: string, zone: string, after: string, count: number): string[] {
  const cron = parseCron(expression)
  const found: string[] = []
  for (let at = DateTime.fromISO(after, { zone }).toMillis(); found.length < count;) {
    const next = nextCron(cron, zone, at)
    if (next === undefined) break
    found.push(DateTime.fromMillis(next, { zone }).toISO({ suppressMilliseconds: true }) ?? '')
    at = next
  }
  return found
}

describe('where the clocks are put forward', () => {
  test.each([
    // Fixed hours: at the first valid instant.
    ['30 2 * * *', 'America/New_York', '2027-03-13T12:00', ['2027-03-14T03:00:00-04:00', '2027-03-15T02:30:00-04:00']],
    [
      '0,30 2 * * *',
      'America/New_York',
      '2027-03-13T12:00',
      ['2027-03-14T03:00:00-04:00', '2027-03-15T02:00:00-04:00'],
    ],
    ['0 3 * * *', 'America/New_York', '2027-03-13T12:00', ['2027-03-14T03:00:00-04:00', '2027-03-15T03:00:00-04:00']],
    ['*/20 2 * * *', 'Europe/Berlin', '2027-03-27T12:00', ['2027-03-28T03:00:00+02:00', '2027-03-29T02:00:00+02:00']],
    // Half an hour.
    ['15 2 * * *', 'Australia/Lord_Howe', '2027-10-02T12:00', ['2027-10-03T02:30:00+11:00']],
    // Midnight does not exist.
    ['0 0 * * *', 'America/Santiago', '2027-09-04T12:00', ['2027-09-05T01:00:00-03:00', '2027-09-06T00:00:00-03:00']],
    ['30 0 * * *', 'Africa/Cairo', '2027-04-29T12:00', ['2027-04-30T01:00:00+03:00']],
    // A whole day does not exist.
    ['0 9 * * *', 'Pacific/Apia', '2011-12-29T10:00', ['2011-12-31T00:00:00+14:00', '2011-12-31T09:00:00+14:00']],
    // Counted hours go on.
    ['30 * * * *', 'Europe/London', '2027-03-28T00:00', ['2027-03-28T00:30:00+00:00', '2027-03-28T02:30:00+01:00']],
    ['0 */2 * * *', 'Europe/Berlin', '2027-03-28T00:30', ['2027-03-28T04:00:00+02:00']],
  ])('%s in %s after %s', (expression, zone, after, expected) => {
    expect(fires(expression, zone, after, expected.length)).toEqual(expected)
  })

  test('the end of a gap is not passed by when asked a second before it', () => {
    expect(fires('30 2 * * *', 'America/New_York', '2027-03-14T01:59:59', 1)).toEqual(['2027-03-14T03:00:00-04:00'])
  })
})

describe('where the clocks are put back', () => {
  test.each([
    // Fixed hours: once, the first time.
    ['30 1 * * *', 'America/New_York', '2027-11-06T12:00', ['2027-11-07T01:30:00-04:00', '2027-11-08T01:30:00-05:00']],
    [
      '0,30 1,2 * * *',
      'America/New_York',
      '2027-11-07T00:30',
      ['2027-11-07T01:00:00-04:00', '2027-11-07T01:30:00-04:00', '2027-11-07T02:00:00-05:00'],
    ],
    [
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2027-04-03T12:00',
      ['2027-04-04T01:45:00+11:00', '2027-04-05T01:45:00+10:30'],
    ],
    // Counted hours: each time.
    [
      '*/30 * * * *',
      'Europe/London',
      '2027-10-31T00:45:00+01:00',
      [
        '2027-10-31T01:00:00+01:00',
        '2027-10-31T01:30:00+01:00',
        '2027-10-31T01:00:00+00:00',
        '2027-10-31T01:30:00+00:00',
        '2027-10-31T02:00:00+00:00',
      ],
    ],
  ])('%s in %s after %s', (expression, zone, after, expected) => {
    expect(fires(expression, zone, after, expected.length)).toEqual(expected)
  })

  test('nothing with fixed hours fires in the repeated hour, wherever it is asked from', () => {
    expect(fires('30 1 * * *', 'America/New_York', '2027-11-07T01:10:00-05:00', 1)).toEqual([
      '2027-11-08T01:30:00-05:00',
    ])
  })
})

describe('the calendar', () => {
  test.each([
    ['0 12 29 2 *', '2096-03-01T00:00', ['2104-02-29T12:00:00Z']],
    ['0 12 29 2 *', '2027-01-01T00:00', ['2028-02-29T12:00:00Z', '2032-02-29T12:00:00Z']],
    ['0 0 31 * *', '2027-01-31T00:00', ['2027-03-31T00:00:00Z', '2027-05-31T00:00:00Z']],
    ['0 0 L * *', '2027-01-31T00:00', ['2027-02-28T00:00:00Z', '2027-03-31T00:00:00Z']],
    ['0 0 * * 5#2', '2027-01-01T00:00', ['2027-01-08T00:00:00Z', '2027-02-12T00:00:00Z']],
    ['0 0 * * 5L', '2027-01-01T00:00', ['2027-01-29T00:00:00Z', '2027-02-26T00:00:00Z']],
    ['0 0 13 * FRI', '2027-08-01T00:00', ['2027-08-06T00:00:00Z', '2027-08-13T00:00:00Z']],
    ['59 59 23 31 12 *', '2027-12-31T23:59:58', ['2027-12-31T23:59:59Z', '2028-12-31T23:59:59Z']],
    ['@daily', '2027-12-31T00:00', ['2028-01-01T00:00:00Z']],
  ])('%s after %s', (expression, after, expected) => {
    expect(fires(expression, 'UTC', after, expected.length)).toEqual(expected)
  })

  test.each(['0 0 31 2 *', '0 0 30 feb *', '0 0 31 4,6,9,11 *', '0 0 30 2 ?'])('%s never fires', (expression) => {
    expect(nextCron(parseCron(expression), 'UTC', Date.UTC(2026, 0, 1))).toBeUndefined()
  })

  test.each([
    '',
    '* * * *',
    '* * * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    'H * * * *',
    'a b c d e',
  ])('%j is no expression', (expression) => {
    expect(() => parseCron(expression)).toThrow()
  })

  test('Thursday is a day, though it has an H in it', () => {
    expect(fires('0 0 * * THU', 'UTC', '2027-01-01T00:00', 1)).toEqual(['2027-01-07T00:00:00Z'])
  })
})

/**
 * Croner decides as we do once it is asked with `no-wildcard`, but for one thing: it takes hours for counted already
 * where only minutes or seconds have a wildcard or step. It is given those spelled out, which means the same times.
 */
function oracle(expression: string, zone: string): Croner {
  const fields = expression.split(' ')
  const spelled = fields.map((field, index) => (isCounted(fields[2]!) || index > 1 ? field : spellOut(field)))
  return new Croner(spelled.join(' '), { timezone: zone, fixedTimeRule: 'no-wildcard' })
}

const isCounted = (hour: string) => /[*/]/.test(hour)

function spellOut(field: string): string {
  const [range, step = '1'] = field.split('/')
  if (!/[*/]/.test(field)) return field
  const [from, to = '59'] = range === '*' ? ['0'] : range!.split('-')
  const values: number[] = []
  for (let value = Number(from); value <= Number(to); value += Number(step)) values.push(value)
  return values.join(',')
}

const field = (min: number, max: number) => {
  const value = fc.integer({ min, max })
  const range = fc.tuple(value, value).map(([a, b]) => [Math.min(a, b), Math.max(a, b)].join('-'))
  const step = fc.integer({ min: 1, max: Math.max(2, Math.floor((max - min) / 2)) })
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant('*') },
    { weight: 4, arbitrary: value.map(String) },
    { weight: 2, arbitrary: fc.uniqueArray(value, { minLength: 2, maxLength: 4 }).map((list) => list.join(',')) },
    { weight: 1, arbitrary: range },
    { weight: 1, arbitrary: fc.tuple(fc.oneof(fc.constant('*'), range), step).map((parts) => parts.join('/')) },
  )
}

const seconds = fc.oneof({ weight: 4, arbitrary: fc.constant('0') }, { weight: 1, arbitrary: field(0, 59) })
const monthDay = fc.oneof({ weight: 6, arbitrary: field(1, 31) }, { weight: 1, arbitrary: fc.constant('L') })
// Near midnight and in the small hours is where clocks are changed.
const hour = fc.oneof({ weight: 2, arbitrary: field(0, 3) }, { weight: 1, arbitrary: field(0, 23) })
const expressions = fc
  .tuple(seconds, field(0, 59), hour, monthDay, field(1, 12), field(0, 6))
  .map((all) => all.join(' '))
const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
)

const BEGIN = Date.UTC(2026, 5, 15)
const END = BEGIN + 731 * DAY_MS

function changesOf(zone: string): number[] {
  const found: number[] = []
  for (let at = BEGIN; ;) {
    const next = nextTransition(zone, at, END)
    if (!next) return found
    at = next.at
    found.push(at)
  }
}

/** At most `count` fire times in the two years, by both. */
function compare(expression: string, zone: string, { after, count }: { after: number; count: number }): void {
  const cron = parseCron(expression)
  const other = oracle(expression, zone)
  const step = (at: number) => {
    const ours = nextCron(cron, zone, at)
    return ours !== undefined && ours <= END ? ours : undefined
  }
  const theirs = (at: number) => {
    const next = other.nextRun(new Date(at))?.getTime()
    return next !== undefined && next <= END ? next : undefined
  }
  for (let at: number | undefined = after, i = 0; at !== undefined && i < count; i += 1) {
    const ours: number | undefined = step(at)
    expect({ expression, zone, after: new Date(at), next: ours }).toEqual({
      expression,
      zone,
      after: new Date(at),
      next: theirs(at),
    })
    at = ours
  }
}

test('fire times over two years are those of croner, at every change of the clocks too', () => {
  fc.assert(
    fc.property(expressions, zones, fc.integer({ min: BEGIN, max: END }), (expression, zone, somewhere) => {
      compare(expression, zone, { after: BEGIN, count: 60 })
      compare(expression, zone, { after: somewhere, count: 60 })
      for (const at of changesOf(zone)) compare(expression, zone, { after: at - 5 * 60 * 60 * 1000, count: 60 })
    }),
    { numRuns: 80 },
  )
})
