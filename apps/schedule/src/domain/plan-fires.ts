import type { CatchUp } from '@linkflow/contracts'
import { dueOf } from './jitter.js'
import type { Jittered } from './jitter.js'
import { firesBetween, nextFire } from './timing.js'

/** Fires of one schedule taken up at once, however many there is room for. */
export const MOST_AT_ONCE = 100
/** Missed fires that are recorded; of longer outages the latest. */
export const MOST_MISSED = 100

export interface Planned {
  nominal: number
  due: number
}

export interface Plan {
  /** To be started, in order. */
  fires: Planned[]
  /** Passed by: too late, and not to be made up for. */
  missed: Planned[]
  /** Where the schedule goes on; absent when nothing is left. */
  next?: Planned
}

export interface Scheduled extends Jittered {
  catchUp: CatchUp
  /** The earliest nominal time that was not taken up yet. */
  nextAt: number
}

export interface Planning {
  now: number
  /** A fire is late when it was due longer ago than this. */
  graceMs: number
  /** Most fires to be started; what is left stays due. */
  most: number
}

/**
 * What is to be done about a schedule at `now`. The catch-up policy decides about fires that are late; `last` makes up for the
 * latest of them.
 */
export function planFires(schedule: Scheduled, { now, graceMs, most }: Planning): Plan {
  const { catchUp, nextAt } = schedule
  const lateUntil = now - graceMs
  const floor = Math.max(nextAt, floorOf(catchUp, { now, lateUntil, nextAt }))
  const dropped = latestBefore(schedule, nextAt, floor)
  const ahead = firesBetween(schedule, floor - 1, { until: now, limit: MOST_AT_ONCE })
  const plan: Plan = { fires: [], missed: [] }
  let last = nextAt - 1
  for (const nominal of [...dropped, ...ahead]) {
    const due = dueOf(schedule, nominal)
    if (due > now) break
    last = nominal
    if (due >= lateUntil || makesUp(catchUp, now - nominal)) plan.fires.push({ nominal, due })
    else plan.missed.push({ nominal, due })
  }
  if (catchUp === 'last') plan.fires.unshift(...plan.missed.splice(-1))
  const [left] = plan.fires.splice(Math.max(1, most))
  if (left) last = left.nominal - 1
  const next = nextFire(schedule, last)
  return next === undefined ? plan : { ...plan, next: { nominal: next, due: dueOf(schedule, next) } }
}

function makesUp(catchUp: CatchUp, ageMs: number): boolean {
  if (typeof catchUp === 'object') return ageMs <= catchUp.windowMs
  return catchUp === 'all'
}

/** Nominal times before this one are looked at only to record that they were missed. */
function floorOf(
  catchUp: CatchUp,
  { now, lateUntil, nextAt }: { now: number; lateUntil: number; nextAt: number },
): number {
  if (typeof catchUp === 'object') return Math.min(lateUntil, now - catchUp.windowMs)
  return catchUp === 'all' ? nextAt : lateUntil
}

/** The latest nominal times from `from` to before `to`; an outage of months is not walked through second by second. */
function latestBefore(schedule: Scheduled, from: number, to: number): number[] {
  for (let spanMs = 60_000; from < to; spanMs *= 4) {
    const start = Math.max(from, to - spanMs)
    const found = firesBetween(schedule, start - 1, { until: to - 1, limit: Infinity })
    if (found.length >= MOST_MISSED || start === from) return found.slice(-MOST_MISSED)
  }
  return []
}
