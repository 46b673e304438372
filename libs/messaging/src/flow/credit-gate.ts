/** Messages a producer may be ahead of its reader. */
export const WINDOW = 16

/** Holds a producer back until its reader has taken enough. Counts are absolute, so a lost grant is made good by the next. */
export class CreditGate {
  private sent = 0
  private taken = 0
  private waiting: { resolve: () => void; reject: (error: unknown) => void } | undefined
  private failure: { error: unknown } | undefined

  /** Resolves when one more message may be sent, and counts it. One waiter at a time. */
  async pass(): Promise<number> {
    if (!this.failure && this.sent - this.taken >= WINDOW)
      await new Promise<void>((resolve, reject) => (this.waiting = { resolve, reject }))
    if (this.failure) throw this.failure.error
    this.sent += 1
    return this.sent
  }

  /** The reader has taken `taken` messages in all. */
  grant(taken: number): void {
    if (taken <= this.taken) return
    this.taken = taken
    this.waiting?.resolve()
    this.waiting = undefined
  }

  /** Lets nothing more through. */
  fail(error: unknown): void {
    this.failure ??= { error }
    this.waiting?.reject(error)
    this.waiting = undefined
  }
}
