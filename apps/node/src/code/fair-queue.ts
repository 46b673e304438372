/**
 * What waits for a turn, by tenant: whoever has the fewest turns running is next, and of those whoever was served longest
 * ago. A tenant with a thousand jobs delays another's first by the jobs that run, not by those that wait.
 */
export class FairQueue<T> {
  /** In order of when their last turn ended; who is new comes behind those. */
  private readonly tenants = new Map<string, { waiting: Set<T>; running: number }>()

  /** @param limit How many of one tenant may wait */
  constructor(private readonly limit: number) {}

  /** Whether there was room. */
  add(tenant: string, entry: T): boolean {
    const { waiting } = this.of(tenant)
    if (waiting.size >= this.limit) return false
    waiting.add(entry)
    return true
  }

  /** Takes back what waits; whether it did. */
  remove(tenant: string, entry: T): boolean {
    const removed = this.tenants.get(tenant)?.waiting.delete(entry) ?? false
    this.forgetIdle(tenant)
    return removed
  }

  /** What is next, whose turn runs until {@link done} is called for its tenant. */
  take(): { tenant: string; entry: T } | undefined {
    let next: string | undefined
    let fewest = Infinity
    for (const [tenant, { waiting, running }] of this.tenants) {
      if (waiting.size === 0 || running >= fewest) continue
      next = tenant
      fewest = running
    }
    if (next === undefined) return undefined
    const served = this.of(next)
    const [entry] = served.waiting as Set<T> & [T]
    served.waiting.delete(entry)
    served.running += 1
    return { tenant: next, entry }
  }

  done(tenant: string): void {
    const served = this.of(tenant)
    served.running -= 1
    this.tenants.delete(tenant)
    this.tenants.set(tenant, served)
    this.forgetIdle(tenant)
  }

  private of(tenant: string): { waiting: Set<T>; running: number } {
    const known = this.tenants.get(tenant) ?? { waiting: new Set<T>(), running: 0 }
    this.tenants.set(tenant, known)
    return known
  }

  private forgetIdle(tenant: string): void {
    const known = this.tenants.get(tenant)
    if (known?.running === 0 && known.waiting.size === 0) this.tenants.delete(tenant)
  }
}
