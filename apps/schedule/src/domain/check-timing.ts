import type { Every, ScheduleRule } from '@linkflow/contracts'
import { InputInvalid } from '@linkflow/kernel'
import { DAY_MS, SECOND_MS } from './next-local.js'
import { isTimeZone } from './time-zone.js'
import { lengthOf, nextFire, toInstant } from './timing.js'
import type { Timing } from './timing.js'

/** Times between fires that are looked at to find out how dense a rule is. */
const LOOKED_AT = 60
const LONGEST_MS = 3660 * DAY_MS

/** What somebody wrote about when to fire. */
export interface TimingGiven {
  cron?: string
  every?: Every
  at?: string
  startAt?: string
  endAt?: string
}

export interface TimingBounds {
  /** The database's present; intervals are counted from it. */
  now: number
  timeZone: string
  /** Least time between two fires. */
  leastMs: number
}

/**
 * A timing that fires at least once from now on.
 *
 * @throws InputInvalid that says what keeps it from firing
 */
export function checkTiming(given: TimingGiven, bounds: TimingBounds): Timing {
  const { now, timeZone } = bounds
  const rule = ruleOf(given)
  checkRule(rule, bounds)
  const instant = (text: string | undefined) => (text === undefined ? undefined : toInstant(text, timeZone))
  const [startAt, endAt] = [instant(given.startAt), instant(given.endAt)]
  if (startAt !== undefined && endAt !== undefined && endAt < startAt)
    throw invalid('endAt', 'end-before-start', 'The end is before the start.')
  const timing: Timing = {
    rule,
    timeZone,
    anchorAt: now,
    ...(startAt === undefined ? {} : { startAt }),
    ...(endAt === undefined ? {} : { endAt }),
  }
  if (nextFire(timing, now) === undefined) throw neverFires(rule)
  return timing
}

/**
 * Refuses a rule that could not be kept, whenever it begins. One time in the past is none of these: it was kept.
 *
 * @throws InputInvalid
 */
export function checkRule(rule: ScheduleRule, { now, timeZone, leastMs }: TimingBounds): void {
  if (!isTimeZone(timeZone)) throw invalid('timeZone', 'unknown-time-zone', `There is no time zone ${timeZone}.`)
  switch (rule.kind) {
    case 'at':
      return
    case 'interval': {
      const length = lengthOf(rule.every)
      if (length < leastMs) throw tooFrequent('every', leastMs)
      if (length > LONGEST_MS) throw invalid('every', 'too-long', 'An interval has at most ten years.')
      return
    }
    case 'cron':
      return checkDensity({ rule, timeZone, anchorAt: now }, now, leastMs)
  }
}

/** The rule that exactly one of the three members says. */
function ruleOf({ cron, every, at }: TimingGiven): ScheduleRule {
  const rules: ScheduleRule[] = []
  if (cron !== undefined) rules.push({ kind: 'cron', cron })
  if (every !== undefined) rules.push({ kind: 'interval', every })
  if (at !== undefined) rules.push({ kind: 'at', at })
  const [rule, other] = rules
  if (!rule || other) throw invalid('', 'one-rule', 'Give exactly one of cron, every and at.')
  return rule
}

function checkDensity(timing: Timing, now: number, leastMs: number): void {
  let last = nextFire(timing, now)
  if (last === undefined) throw neverFires(timing.rule)
  // No cron expression is denser than a second.
  for (let i = 0; leastMs > SECOND_MS && i < LOOKED_AT; i += 1) {
    const next = nextFire(timing, last)
    if (next === undefined) return
    if (next - last < leastMs) throw tooFrequent('cron', leastMs)
    last = next
  }
}

function neverFires({ kind }: ScheduleRule) {
  return invalid(kind === 'interval' ? 'every' : kind, 'never-fires', 'It never fires from now on.')
}

function tooFrequent(member: string, leastMs: number) {
  return invalid(member, 'too-frequent', `Two fires are at least ${leastMs} ms apart.`)
}

function invalid(member: string, code: string, message: string) {
  return InputInvalid({ errors: [{ pointer: member && `/${member}`, code, message }] })
}
