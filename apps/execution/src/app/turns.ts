/** Lets work on the same thing be done one after the other, in the order it came. */
export class Turns {
  private readonly last = new Map<string, Promise<void>>()
  private waiting = 0

  /** How many wait for their turn or have it. */
  get length(): number {
    return this.waiting
  }

  /** Does `work` when everything before it under this key is over. */
  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    this.waiting += 1
    const result = (this.last.get(key) ?? Promise.resolve()).then(work)
    const over: Promise<void> = result.then(
      () => this.end(key, over),
      () => this.end(key, over),
    )
    this.last.set(key, over)
    return result
  }

  private end(key: string, over: Promise<void>): void {
    this.waiting -= 1
    if (this.last.get(key) === over) this.last.delete(key)
  }
}
