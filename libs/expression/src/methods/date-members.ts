import type { DateTime } from 'luxon'
import type { DateValue } from '../values/date-value.js'

/** Members of a date, as Luxon names them. */
const members: Record<string, (time: DateTime) => unknown> = {
  year: (t) => t.year,
  quarter: (t) => t.quarter,
  month: (t) => t.month,
  weekNumber: (t) => t.weekNumber,
  weekYear: (t) => t.weekYear,
  weekday: (t) => t.weekday,
  day: (t) => t.day,
  ordinal: (t) => t.ordinal,
  hour: (t) => t.hour,
  minute: (t) => t.minute,
  second: (t) => t.second,
  millisecond: (t) => t.millisecond,
  offset: (t) => t.offset,
  zoneName: (t) => t.zoneName,
  monthLong: (t) => t.monthLong,
  monthShort: (t) => t.monthShort,
  weekdayLong: (t) => t.weekdayLong,
  weekdayShort: (t) => t.weekdayShort,
  daysInMonth: (t) => t.daysInMonth,
  daysInYear: (t) => t.daysInYear,
  isInLeapYear: (t) => t.isInLeapYear,
  isInDST: (t) => t.isInDST,
  isWeekend: (t) => t.isWeekend,
  ts: (t) => t.toMillis(),
}

export function dateMember(date: DateValue, key: string): unknown {
  return Object.hasOwn(members, key) ? members[key]?.(date.time) : undefined
}
