import { CronExpressionParser } from 'cron-parser'
import { countProblem, fieldProblem } from './cron-problem.js'

/** A cron expression, read: what each field admits. When it fires in a time zone is told by `nextCron`. */
export interface Cron {
  seconds: readonly number[]
  minutes: readonly number[]
  hours: readonly number[]
  months: ReadonlySet<number>
  monthDays: ReadonlySet<number>
  lastMonthDay: boolean
  weekdays: ReadonlySet<number>
  /** Of those weekdays only the one with this number in its month; 0 for all of them. */
  nthWeekday: number
  lastWeekdays: ReadonlySet<number>
  /** Where both are restricted, a day that meets either is one. */
  restrictsMonthDay: boolean
  restrictsWeekday: boolean
  /** Hours are named, not counted: such times are moved out of a gap of the clocks, and not repeated with an hour. */
  fixedHours: boolean
}

const ALIASES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/**
 * Reads five fields (minute, hour, day, month, weekday) or six with the second first. The grammar is cron-parser's,
 * without its `H`, which means another time to every reader.
 *
 * @throws CronInvalid
 */
export function parseCron(text: string): Cron {
  const expression = ALIASES[text.trim().toLowerCase()] ?? text.trim()
  const fields = expression.split(/\s+/)
  const problem = countProblem(expression) ?? fieldProblem(fields, isReadable)
  if (problem !== undefined) throw new CronInvalid(problem)
  const [monthDay = '', month = '', weekday = ''] = fields.slice(-3)
  const time = fields.slice(0, -3)
  // Month and day are read apart: the parser refuses 31 February; here the search finds that it never comes.
  const { second, minute, hour, dayOfMonth, dayOfWeek } = fieldsOf([...time, monthDay, '*', weekday])
  const months = fieldsOf([...time, '*', month, weekday]).month
  const weekdays = dayOfWeek.values.map(String)
  return {
    seconds: numbersOf(second.values),
    minutes: numbersOf(minute.values),
    hours: numbersOf(hour.values),
    months: new Set(numbersOf(months.values)),
    monthDays: new Set(numbersOf(dayOfMonth.values)),
    lastMonthDay: dayOfMonth.values.some((value) => value === 'L'),
    weekdays: new Set(weekdays.filter((day) => /^\d$/.test(day)).map((day) => Number(day) % 7)),
    nthWeekday: dayOfWeek.nthDay,
    lastWeekdays: new Set(weekdays.filter((day) => /^\dL$/.test(day)).map((day) => Number(day[0]) % 7)),
    restrictsMonthDay: !isWildcard(monthDay),
    restrictsWeekday: !isWildcard(weekday),
    fixedHours: !/[*?/]/.test(time.at(-1) ?? ''),
  }
}

/** A cron expression that cannot be read; the message says to people which part, and what it may be. */
export class CronInvalid extends Error {}

function isReadable(fields: readonly string[]): boolean {
  if (fields.some((field) => field.replace(/thu/gi, '').includes('H'))) return false
  try {
    fieldsOf(fields)
    return true
  } catch {
    return false
  }
}

function fieldsOf(fields: readonly string[]) {
  return CronExpressionParser.parse(fields.join(' ')).fields
}

function numbersOf(values: readonly (number | string)[]): number[] {
  const numbers = values.filter((value): value is number => typeof value === 'number')
  return [...new Set(numbers)].sort((a, b) => a - b)
}

function isWildcard(field: string): boolean {
  return field === '*' || field === '?'
}
