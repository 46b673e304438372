import { functionTable, number } from '../native.js'
import type { NativeFunction } from '../native.js'
import { toText } from '../values/convert.js'
import { dateValue, formatDate, now, parseDateAs, toDate, zoneOf } from '../values/date-value.js'

const add =
  (unit: 'days' | 'hours'): NativeFunction =>
  (rt, [date, amount]) =>
    dateValue(rt, toDate(rt, date).time.plus({ [unit]: number(rt, amount) }))

/** From the first to the second, with fractions: positive when the second is later. */
const diff =
  (unit: 'days' | 'hours'): NativeFunction =>
  (rt, [from, to]) =>
    toDate(rt, to).time.diff(toDate(rt, from).time, unit).as(unit)

export const dateFunctions = functionTable({
  $addDays: add('days'),
  $addHours: add('hours'),
  $diffDays: diff('days'),
  $diffHours: diff('hours'),
  $formatDate: (rt, [date, format, zone]) => {
    const value = toDate(rt, date)
    const moved = zone === undefined ? value : dateValue(rt, value.time.setZone(zoneOf(rt, toText(rt, zone))))
    return formatDate(rt, moved, format === undefined ? 'yyyy-MM-dd' : toText(rt, format))
  },
  $now: (rt) => now(rt),
  $parseDate: (rt, [source, format]) =>
    format === undefined ? toDate(rt, source) : parseDateAs(rt, toText(rt, source), toText(rt, format)),
  /** Unix milliseconds: of now, or of a date. */
  $timestamp: (rt, [date]) => (date === undefined ? rt.scope.nowMs : toDate(rt, date).time.toMillis()),
  $today: (rt) => dateValue(rt, now(rt).time.startOf('day')),
})
