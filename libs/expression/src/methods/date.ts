import { DateTime } from 'luxon'
import type { DurationLikeObject } from 'luxon'
import { methodTable } from '../native.js'
import type { Method } from '../native.js'
import { ExpressionInvalidArgument, ExpressionType } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { toNumber, toText } from '../values/convert.js'
import type { DateValue } from '../values/date-value.js'
import { dateValue, formatDate, toDate, zoneOf } from '../values/date-value.js'
import { ownValue } from '../values/keys.js'
import { isPlainObject } from '../values/kind.js'
import { toUnit } from './date-units.js'
import { javaScriptDateMethods } from './date-javascript.js'

/** Reads `{ days: 2, hours: 1 }`, or `2, 'days'`. */
function amount(rt: Runtime, [first, unit]: unknown[]): DurationLikeObject {
  if (!isPlainObject(first)) {
    const n = toNumber(rt, first)
    if (!Number.isFinite(n)) rt.fail(ExpressionType, 'An amount is a number or an object of units.')
    return { [unit === undefined ? 'milliseconds' : toUnit(rt, unit)]: n }
  }
  const units = Object.keys(first).map((key) => [toUnit(rt, key), toNumber(rt, ownValue(first, key))] as const)
  return Object.fromEntries(units)
}

/** `diff` gives a plain object of the units that were asked for, such as `{ days: 1.5 }`. */
const diff: Method<DateValue> = (rt, self, [other, units]) => {
  const names = (Array.isArray(units) ? units : [units ?? 'milliseconds']).map((each) => toUnit(rt, each))
  rt.work(20)
  rt.allocate(200)
  return { ...self.time.diff(toDate(rt, other).time, names).toObject() }
}

const within = (rt: Runtime, [from, to]: unknown[], self: DateValue): boolean =>
  self.time >= toDate(rt, from).time && self.time < toDate(rt, to).time

const luxon: Record<string, Method<DateValue>> = {
  diff,
  diffNow: (rt, self, [units]) => diff(rt, self, [dateValue(rt, DateTime.fromMillis(rt.scope.nowMs)), units]),
  endOf: (rt, self, [unit]) => dateValue(rt, self.time.endOf(toUnit(rt, unit))),
  equals: (rt, self, [other]) => self.time.equals(toDate(rt, other).time),
  hasSame: (rt, self, [other, unit]) => self.time.hasSame(toDate(rt, other).time, toUnit(rt, unit)),
  isBetween: (rt, self, args) => within(rt, args, self),
  minus: (rt, self, args) => dateValue(rt, self.time.minus(amount(rt, args))),
  plus: (rt, self, args) => dateValue(rt, self.time.plus(amount(rt, args))),
  set: (rt, self, [values]) =>
    isPlainObject(values)
      ? dateValue(rt, self.time.set(amount(rt, [values])))
      : rt.fail(ExpressionType, 'An object of units is needed.'),
  setZone: (rt, self, [zone]) => dateValue(rt, self.time.setZone(zoneOf(rt, toText(rt, zone)))),
  startOf: (rt, self, [unit]) => dateValue(rt, self.time.startOf(toUnit(rt, unit))),
  toFormat: (rt, self, [format]) => formatDate(rt, self, toText(rt, format)),
  toISO: (_rt, self) => self.time.toISO(),
  toISODate: (_rt, self) => self.time.toISODate(),
  toISOTime: (_rt, self) => self.time.toISOTime(),
  toMillis: (_rt, self) => self.time.toMillis(),
  toRelative: (rt, self) => {
    rt.work(50)
    return self.time.toRelative({ base: DateTime.fromMillis(rt.scope.nowMs), locale: 'en-US' })
  },
  toSeconds: (_rt, self) => self.time.toSeconds(),
  toSQL: (_rt, self) => self.time.toSQL(),
  toUnixInteger: (_rt, self) => self.time.toUnixInteger(),
  toUTC: (rt, self) => dateValue(rt, self.time.toUTC()),
  toObject: (_rt, self) => ({ ...self.time.toObject() }),
}

/** Every call makes Luxon do some work: the table charges for it in one place. */
function charged(table: Record<string, Method<DateValue>>): Record<string, Method<DateValue>> {
  return Object.fromEntries(
    Object.entries(table).map(([name, run]): [string, Method<DateValue>] => [
      name,
      (rt, self, args) => {
        rt.work(10)
        rt.allocate(200)
        const result = run(rt, self, args)
        return typeof result === 'number' && !Number.isFinite(result)
          ? rt.fail(ExpressionInvalidArgument, 'It is not a valid date.')
          : result
      },
    ]),
  )
}

export const dateMethods = methodTable<DateValue>(charged({ ...javaScriptDateMethods, ...luxon }))
