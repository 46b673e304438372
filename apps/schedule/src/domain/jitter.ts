import { createHash } from 'node:crypto'
import { nextFire } from './timing.js'
import type { Timing } from './timing.js'

/** What a fire's delay follows from. */
export interface Jittered extends Timing {
  id: string
  jitterMs: number
}

/**
 * When a nominal time is due: later by a share of the jitter that follows from the schedule and the time alone, so that every
 * process knows the same. Never past the next nominal time: fires keep their order.
 */
export function dueOf(schedule: Jittered, nominal: number): number {
  if (schedule.jitterMs === 0) return nominal
  const next = nextFire(schedule, nominal)
  const room = Math.min(schedule.jitterMs, next === undefined ? Infinity : next - nominal)
  return nominal + Math.floor(share(`${schedule.id}/${nominal}`) * room)
}

/** A number from 0 up to 1. */
function share(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32
}
