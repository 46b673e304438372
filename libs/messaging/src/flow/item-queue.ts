/** What one side pushes and the other awaits, until it ends or fails. Items pushed before the end are still given. */
export class ItemQueue<T> {
  private readonly items: T[] = []
  private finish: { error?: unknown; failed: boolean } | undefined
  private wake: (() => void) | undefined

  push(item: T): void {
    if (this.finish) return
    this.items.push(item)
    this.notify()
  }

  end(): void {
    this.finish ??= { failed: false }
    this.notify()
  }

  fail(error: unknown): void {
    this.finish ??= { failed: true, error }
    this.notify()
  }

  /** The next item, or undefined at the end. */
  async next(): Promise<{ item: T } | undefined> {
    for (;;) {
      const [item] = this.items.splice(0, 1)
      if (item !== undefined) return { item }
      if (this.finish?.failed) throw this.finish.error
      if (this.finish) return undefined
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }

  private notify(): void {
    this.wake?.()
    this.wake = undefined
  }
}
