/** Keys that are counted at once; beyond it the window starts anew for all, which only ever lets more through. */
const MAX_KEYS = 100_000

/**
 * Counts in fixed windows, in this process: the cheapest limit there is, for the path that must cost nothing.
 * All keys share one window, so that forgetting them is one assignment.
 */
export class WindowCounter {
  private counts = new Map<string, number>()
  private endsAt = 0

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** Counts one; 0 when it is allowed, else milliseconds until it would be. */
  take(key: string, nowMs: number): number {
    if (this.limit === 0) return 0
    if (nowMs >= this.endsAt || this.counts.size >= MAX_KEYS) {
      this.counts = new Map()
      this.endsAt = nowMs + this.windowMs
    }
    const count = (this.counts.get(key) ?? 0) + 1
    this.counts.set(key, count)
    return count > this.limit ? this.endsAt - nowMs : 0
  }
}
