const SHORTEST_MS = 1_000
const LONGEST_WAIT_MS = 15_000
const LONGEST_PAUSE_MS = 5 * 60_000

/**
 * Milliseconds until a fire asks again whether it may start. Only the first in the line asks often, and less the longer it has
 * been waiting: a tenth of that. Each of the others waits for all before it.
 */
export function waitMs({ ageMs }: { ageMs: number }, ahead: number): number {
  return Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_MS, ahead * SHORTEST_MS, ageMs / 10))
}

/** Milliseconds until a fire that could not be started is tried again: as long as it has been tried in vain. */
export function pauseMs({ failingMs }: { failingMs: number }): number {
  return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_MS, failingMs))
}
