const LONGEST_MS = 60 * 60_000

/**
 * Milliseconds to wait after a failed attempt: doubled each time up to an hour, and half of it by chance, so that what
 * failed together does not come back together.
 *
 * @param attempts how many there were, from 1
 * @param random a number from 0 up to 1
 */
export function retryDelayMs(attempts: number, firstMs: number, random: number): number {
  const full = Math.min(firstMs * 2 ** Math.min(attempts - 1, 30), LONGEST_MS)
  return Math.round(full / 2 + (full / 2) * random)
}
