import { DateTime } from 'luxon'
import { functionTable } from '../native.js'
import type { NativeFunction } from '../native.js'
import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { toNumber, toText } from '../values/convert.js'
import { dateValue, fromMillis, now, parseDate, parseDateAs, toDate, zoneOf } from '../values/date-value.js'
import { ownValue } from '../values/keys.js'
import { isPlainObject } from '../values/kind.js'

/** `new Date()`, `new Date(value)` and `new Date(year, monthIndex, …)`, the last in the zone of the scope. */
export const newDate: NativeFunction = (rt, args) => {
  if (args.length === 0) return now(rt)
  if (args.length === 1) return toDate(rt, args[0])
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0] = args.map((each) =>
    whole(rt, each),
  )
  const start = DateTime.fromObject({ year: year >= 0 && year < 100 ? 1900 + year : year }, { zone: zoneOf(rt) })
  return dateValue(
    rt,
    start
      .plus({ months: month })
      .plus({ days: day - 1 })
      .plus({ hours: hour, minutes: minute, seconds: second, milliseconds: millisecond }),
  )
}

function whole(rt: Runtime, value: unknown): number {
  const number = Math.trunc(toNumber(rt, value))
  return Number.isFinite(number) ? number : rt.fail(ExpressionInvalidArgument, 'It is not a valid date.')
}

export const dateFunctions = functionTable({
  now: (rt) => rt.scope.nowMs,
  parse: (rt, [source]) => parseDate(rt, toText(rt, source)).time.toMillis(),
  UTC: (rt, args) => {
    const [year = 0, month = 0, ...rest] = args.map((each) => whole(rt, each))
    return Date.UTC(year, month, ...rest)
  },
})

const objectUnits = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'] as const

export const dateTimeFunctions = functionTable({
  fromFormat: (rt, [source, format]) => parseDateAs(rt, toText(rt, source), toText(rt, format)),
  fromISO: (rt, [source]) => parseDate(rt, toText(rt, source)),
  fromJSDate: (rt, [date]) => toDate(rt, date),
  fromMillis: (rt, [ms]) => fromMillis(rt, toNumber(rt, ms)),
  fromObject: (rt, [values]) => {
    if (!isPlainObject(values)) return rt.fail(ExpressionInvalidArgument, 'An object of units is needed.')
    const given = objectUnits.filter((unit) => Object.hasOwn(values, unit))
    const units = Object.fromEntries(given.map((unit) => [unit, whole(rt, ownValue(values, unit))]))
    return dateValue(rt, DateTime.fromObject(units, { zone: zoneOf(rt) }))
  },
  fromSeconds: (rt, [seconds]) => fromMillis(rt, 1000 * toNumber(rt, seconds)),
  local: (rt) => now(rt),
  now: (rt) => now(rt),
  utc: (rt) => dateValue(rt, now(rt).time.toUTC()),
})
