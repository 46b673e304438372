import type { Cron } from './cron.js'
import { SECOND_MS, nextLocal } from './next-local.js'
import { nextTransition, offsetAt, repeatedBy } from './time-zone.js'

/**
 * The first instant after `after` at which a cron expression fires in a time zone; undefined when there is none within
 * ten years. Between two changes of the clocks, local time is UTC with an offset, and nothing needs to be decided. At a
 * change, as in Vixie cron: times with fixed hours that fall into a gap fire at its end, and those that come twice
 * fire the first time; times that count hours (a wildcard or step) go on by elapsed time, so what a gap skips is
 * skipped and what comes twice fires twice.
 */
export function nextCron(cron: Cron, zone: string, after: number): number | undefined {
  let start = Math.floor(after / SECOND_MS) * SECOND_MS
  let from = start + offsetAt(zone, start) + SECOND_MS
  const repeated = cron.fixedHours && repeatedBy(zone, start)
  if (repeated) from = Math.max(from, repeated.at + repeated.before)
  for (;;) {
    const local = nextLocal(cron, from)
    if (local === undefined) return undefined
    const instant = local - offsetAt(zone, start)
    const change = nextTransition(zone, start, instant)
    if (!change) return instant
    const { at, before, after: offset } = change
    if (cron.fixedHours && local < at + offset) return at
    start = at
    from = at + (cron.fixedHours ? Math.max(before, offset) : offset)
  }
}
