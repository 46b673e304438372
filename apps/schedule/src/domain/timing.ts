import type { Every, ScheduleRule } from '@linkflow/contracts'
import { InputInvalid } from '@linkflow/kernel'
import { DateTime } from 'luxon'
import { CronInvalid, parseCron } from './cron.js'
import type { Cron } from './cron.js'
import { nextCron } from './next-cron.js'
import { DAY_MS, SECOND_MS } from './next-local.js'
import { instantOf } from './time-zone.js'

const UNIT_MS = {
  seconds: SECOND_MS,
  minutes: 60 * SECOND_MS,
  hours: 3_600 * SECOND_MS,
  days: DAY_MS,
  weeks: 7 * DAY_MS,
} as const

/** When something fires: a rule in a time zone, between two instants. Times are Unix milliseconds. */
export interface Timing {
  rule: ScheduleRule
  timeZone: string
  /** Intervals are counted from here where there is no `startAt`: the first fire is one interval later. */
  anchorAt: number
  /** Nothing fires before; an interval fires first here. */
  startAt?: number
  /** Nothing fires after. */
  endAt?: number
}

const parsed = new Map<string, Cron>()
const KEPT = 10_000

/** The first nominal time after an instant; undefined when there is none. */
export function nextFire(timing: Timing, after: number): number | undefined {
  const { rule, timeZone, startAt, endAt } = timing
  const from = startAt === undefined ? after : Math.max(after, startAt - 1)
  const next = ruleNext(rule, timeZone, { from, first: startAt ?? timing.anchorAt + everyMs(rule) })
  return next === undefined || (endAt !== undefined && next > endAt) ? undefined : next
}

/** Nominal times after `after` and not after `until`, at most `limit`. */
export function firesBetween(
  timing: Timing,
  after: number,
  { until, limit }: { until: number; limit: number },
): number[] {
  const found: number[] = []
  for (let at = after; found.length < limit;) {
    const next = nextFire(timing, at)
    if (next === undefined || next > until) break
    found.push(next)
    at = next
  }
  return found
}

/** An instant, or a local time of a zone, in Unix milliseconds. */
export function toInstant(text: string, timeZone: string): number {
  const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text)
  const local = DateTime.fromISO(text, { zone: 'utc' }).toMillis()
  return hasOffset ? local : instantOf(timeZone, local)
}

export function lengthOf({ amount, unit }: Every): number {
  return amount * UNIT_MS[unit]
}

function everyMs(rule: ScheduleRule): number {
  return rule.kind === 'interval' ? lengthOf(rule.every) : 0
}

function ruleNext(
  rule: ScheduleRule,
  timeZone: string,
  { from, first }: { from: number; first: number },
): number | undefined {
  switch (rule.kind) {
    case 'cron':
      return nextCron(cronOf(rule.cron), timeZone, from)
    case 'interval': {
      const length = lengthOf(rule.every)
      return from < first ? first : first + (Math.floor((from - first) / length) + 1) * length
    }
    case 'at': {
      const at = toInstant(rule.at, timeZone)
      return at > from ? at : undefined
    }
  }
}

/** @throws InputInvalid */
export function cronOf(expression: string): Cron {
  const known = parsed.get(expression)
  if (known) return known
  const cron = read(expression)
  if (parsed.size >= KEPT) parsed.clear()
  parsed.set(expression, cron)
  return cron
}

function read(expression: string): Cron {
  try {
    return parseCron(expression)
  } catch (cause) {
    if (!(cause instanceof CronInvalid)) throw cause
    throw InputInvalid({ errors: [{ pointer: '/cron', code: 'bad-cron', message: cause.message }] }, { cause })
  }
}
