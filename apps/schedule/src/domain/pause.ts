/** How a look at what is due went. */
export interface Look {
  /** Whether there was anything that nobody else had. */
  progressed: boolean
  /** Milliseconds until there is more. */
  nextMs: number
}

/**
 * Milliseconds until the next look. What is due and not to be had is locked by somebody who sees to it: looking again at
 * once would only ask again and again, until the lock is gone.
 */
export function pauseAfter({ progressed, nextMs }: Look, pollMs: number): number {
  if (nextMs <= 0 && !progressed) return pollMs
  return Math.min(pollMs, Math.ceil(nextMs))
}
