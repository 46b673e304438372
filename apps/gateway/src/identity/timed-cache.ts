import type { Clock } from '@linkflow/kernel'

interface Entry<T> {
  value: Promise<T>
  expiresAt: number
}

export interface TimedCacheOptions<T> {
  clock: Clock
  /** How long an answer is believed, in milliseconds. */
  ttlMs: number
  maxEntries: number
  /** False for an answer that is not to be remembered. */
  keep?: (value: T) => boolean
}

/**
 * Answers that are believed for a while, at most so many: the one not used for longest goes first. Callers that ask
 * for the same thing at once share one question; failures are not remembered.
 */
export class TimedCache<T> {
  private readonly entries = new Map<string, Entry<T>>()

  constructor(private readonly options: TimedCacheOptions<T>) {}

  get(key: string, load: () => Promise<T>): Promise<T> {
    const now = this.options.clock.now().getTime()
    const known = this.entries.get(key)
    if (known && known.expiresAt > now) {
      this.entries.delete(key)
      this.entries.set(key, known)
      return known.value
    }
    const entry: Entry<T> = { value: load(), expiresAt: now + this.options.ttlMs }
    this.entries.delete(key)
    this.entries.set(key, entry)
    this.evict()
    entry.value.then(
      (value) => {
        if (this.options.keep && !this.options.keep(value)) this.forget(key, entry)
      },
      () => this.forget(key, entry),
    )
    return entry.value
  }

  get size(): number {
    return this.entries.size
  }

  private forget(key: string, entry: Entry<T>): void {
    if (this.entries.get(key) === entry) this.entries.delete(key)
  }

  private evict(): void {
    if (this.entries.size <= this.options.maxEntries) return
    for (const oldest of this.entries.keys()) {
      this.entries.delete(oldest)
      return
    }
  }
}
