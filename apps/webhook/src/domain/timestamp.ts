/** Below this a number counts seconds, above it milliseconds: the year 5138, or 1973. */
const SECONDS_BELOW = 100_000_000_000

/** Whether a Unix time in seconds or milliseconds is within the tolerance of now, to either side. */
export function isRecent(timestamp: string, nowMs: number, toleranceSeconds: number): boolean {
  if (!/^\d{1,16}$/.test(timestamp)) return false
  const number = Number(timestamp)
  const ms = number < SECONDS_BELOW ? number * 1000 : number
  return Math.abs(nowMs - ms) <= toleranceSeconds * 1000
}
