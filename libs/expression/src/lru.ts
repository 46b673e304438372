/** A map that forgets what was used least recently once its entries weigh more than its capacity. */
export class Lru<V> {
  private readonly entries = new Map<string, { value: V; weight: number }>()
  private total = 0

  constructor(private readonly capacity: number) {}

  /** The entry in a box, because a value may be undefined. */
  find(key: string): { value: V } | undefined {
    const entry = this.entries.get(key)
    if (entry) {
      this.entries.delete(key)
      this.entries.set(key, entry)
    }
    return entry
  }

  set(key: string, value: V, weight = 1): void {
    this.total += weight - (this.entries.get(key)?.weight ?? 0)
    this.entries.delete(key)
    this.entries.set(key, { value, weight })
    for (const [oldest, entry] of this.entries) {
      if (this.total <= this.capacity) return
      this.entries.delete(oldest)
      this.total -= entry.weight
    }
  }
}
