import { DateTime } from 'luxon'
import type { Zone } from 'luxon'
import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { findZone } from './zone.js'

/** A moment in a time zone. It wraps Luxon's DateTime, which expressions never touch. */
export class DateValue {
  constructor(readonly time: DateTime) {}

  toJSON(): string {
    return this.time.toISO() ?? ''
  }
}

/** Wraps a result of Luxon; fails when it is not a moment. */
export function dateValue(rt: Runtime, time: DateTime): DateValue {
  rt.allocate(200)
  if (!time.isValid) rt.fail(ExpressionInvalidArgument, 'It is not a valid date.')
  return new DateValue(time.setLocale('en-US'))
}

/** The zone that was named, or the zone of the scope. */
export function zoneOf(rt: Runtime, name?: string): Zone {
  if (name !== undefined) rt.work(20)
  const zone = findZone(name ?? rt.scope.timeZone ?? 'utc')
  return zone ?? rt.fail(ExpressionInvalidArgument, 'It is not a time zone.', name)
}

export function now(rt: Runtime): DateValue {
  return dateValue(rt, DateTime.fromMillis(rt.scope.nowMs, { zone: zoneOf(rt) }))
}

export function fromMillis(rt: Runtime, ms: number): DateValue {
  // Luxon throws beyond the range of JavaScript's dates.
  if (!(Math.abs(ms) <= 8.64e15)) rt.fail(ExpressionInvalidArgument, 'It is not a valid date.')
  return dateValue(rt, DateTime.fromMillis(ms, { zone: zoneOf(rt) }))
}

const readers = [DateTime.fromISO, DateTime.fromSQL, DateTime.fromRFC2822, DateTime.fromHTTP]

/** Reads ISO 8601, SQL, RFC 2822 and HTTP dates; a text without an offset is in the zone of the scope. */
export function parseDate(rt: Runtime, text: string): DateValue {
  const zone = zoneOf(rt)
  rt.work(20)
  if (text.length <= 64)
    for (const read of readers) {
      const time = read(text.trim(), { zone })
      if (time.isValid) return dateValue(rt, time.setZone(zone))
    }
  return rt.fail(ExpressionInvalidArgument, 'The text is not a date.')
}

/**
 * Reads a text by a format of Luxon tokens. Luxon makes a backtracking regular expression of the format, so each
 * token may stand in it once: repeated number tokens would take exponential time.
 */
export function parseDateAs(rt: Runtime, text: string, format: string): DateValue {
  rt.work(100)
  const letters = format.replace(/'[^']*'/g, '').match(/([a-zA-Z])\1*/g) ?? []
  const seen = new Set(letters.map((run) => run.charAt(0)))
  if (text.length > 64 || format.length > 64 || seen.size < letters.length)
    rt.fail(ExpressionInvalidArgument, 'The format may name each part of a date once.')
  const time = DateTime.fromFormat(text, format, { zone: zoneOf(rt), locale: 'en-US' })
  if (!time.isValid) rt.fail(ExpressionInvalidArgument, 'The text does not match the format.')
  return dateValue(rt, time)
}

/** Formats by Luxon tokens. */
export function formatDate(rt: Runtime, date: DateValue, format: string): string {
  rt.work(20 + format.length)
  // The longest macro token makes about 60 characters of one.
  rt.allocateText(60 * format.length)
  if (format.length > 256) rt.fail(ExpressionInvalidArgument, 'The format is too long.')
  return date.time.toFormat(format)
}

/** Takes a date, a text or Unix milliseconds as a date. */
export function toDate(rt: Runtime, value: unknown): DateValue {
  if (value instanceof DateValue) return value
  if (typeof value === 'number') return fromMillis(rt, value)
  if (typeof value === 'string') return parseDate(rt, value)
  return rt.fail(ExpressionInvalidArgument, 'It is not a date, a text or a number of milliseconds.')
}
