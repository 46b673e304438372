import type { DateTime } from 'luxon'
import type { Method } from '../native.js'
import type { DateValue } from '../values/date-value.js'

const read =
  (get: (time: DateTime) => unknown): Method<DateValue> =>
  (_rt, self) =>
    get(self.time)

const utc = (get: (time: DateTime) => unknown): Method<DateValue> => read((time) => get(time.toUTC()))

/** The reading half of JavaScript's Date, in the zone of the date. */
export const javaScriptDateMethods: Record<string, Method<DateValue>> = {
  getDate: read((t) => t.day),
  getDay: read((t) => t.weekday % 7),
  getFullYear: read((t) => t.year),
  getHours: read((t) => t.hour),
  getMilliseconds: read((t) => t.millisecond),
  getMinutes: read((t) => t.minute),
  getMonth: read((t) => t.month - 1),
  getSeconds: read((t) => t.second),
  getTime: read((t) => t.toMillis()),
  getTimezoneOffset: read((t) => -t.offset),
  getUTCDate: utc((t) => t.day),
  getUTCDay: utc((t) => t.weekday % 7),
  getUTCFullYear: utc((t) => t.year),
  getUTCHours: utc((t) => t.hour),
  getUTCMinutes: utc((t) => t.minute),
  getUTCMonth: utc((t) => t.month - 1),
  getUTCSeconds: utc((t) => t.second),
  toISOString: utc((t) => t.toISO()),
  toJSON: read((t) => t.toISO()),
  toString: read((t) => t.toISO()),
  valueOf: read((t) => t.toMillis()),
}
