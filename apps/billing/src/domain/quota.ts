/** Shares of a limit, in percent, that people are told of. */
export const THRESHOLDS = [80, 100] as const

export type QuotaLevel = 'ok' | 'warning' | 'reached' | 'stopped'

export interface Grace {
  hours: number
  percent: number
}

/** The thresholds that `used` has reached. */
export function reachedThresholds(used: number, limit: number): number[] {
  return THRESHOLDS.filter((threshold) => used * 100 >= limit * threshold)
}

/** When nothing above the limit is accepted any more; `reachedAt` is when the limit was reached. */
export function graceEndOf(reachedAt: Date, { hours }: Grace): Date {
  return new Date(reachedAt.getTime() + hours * 60 * 60_000)
}

/** From how many on executions are refused: the limit, or somewhat more while its grace lasts. */
export function stopAt(
  limit: number,
  reachedAt: Date | undefined,
  { now, grace }: { now: Date; grace: Grace },
): number {
  if (grace.hours === 0 || (reachedAt && now >= graceEndOf(reachedAt, grace))) return limit
  return Math.ceil((limit * grace.percent) / 100)
}

/** How near a workspace is to the end of a quota. */
export function levelOf(used: number, { limit, stopAt: stop }: { limit: number; stopAt: number }): QuotaLevel {
  if (used >= stop) return 'stopped'
  if (used >= limit) return 'reached'
  return used * 100 >= limit * THRESHOLDS[0] ? 'warning' : 'ok'
}
