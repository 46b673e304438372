/** Something that ends at a time. */
export interface Expiring {
  /** Unix milliseconds. */
  readonly deadlineAt: number
  expire(): void
}

/**
 * Ends what is overdue, looked at together every 20 ms: a timer for each call would cost more than the call. The
 * timer rests while there is nothing to watch and keeps no process alive.
 */
export class Deadlines {
  private readonly watched = new Set<Expiring>()
  private timer: NodeJS.Timeout | undefined

  add(entry: Expiring): void {
    this.watched.add(entry)
    this.timer ??= setInterval(() => this.check(), 20).unref()
  }

  delete(entry: Expiring): void {
    this.watched.delete(entry)
  }

  /** Ends what is left, so that nobody waits for ever. */
  close(): void {
    clearInterval(this.timer)
    this.timer = undefined
    for (const entry of this.watched) entry.expire()
    this.watched.clear()
  }

  private check(): void {
    // Stopping here instead of in delete() keeps sequential calls from starting a timer each.
    if (this.watched.size === 0) return this.close()
    const now = Date.now()
    for (const entry of this.watched) {
      if (entry.deadlineAt > now) continue
      this.watched.delete(entry)
      entry.expire()
    }
  }
}
