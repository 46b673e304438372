/** An operation that waits to be written, with whom to tell. */
interface Waiting<Op, Result> {
  op: Op
  resolve(result: Result): void
  reject(error: unknown): void
}

export interface BatchOptions<Op, Result> {
  /** Writes all or nothing, in one commit; one result per operation, in order. */
  write(ops: Op[]): Promise<Result[]>
  /** Whether an error is the fault of one operation, so that the others should be tried without it. */
  isCulpritError(error: unknown): boolean
  /** Told of each commit. */
  onCommit?(size: number, ms: number): void
  maxOps: number
  maxBytes: number
  sizeOf(op: Op): number
}

/**
 * Group commit: an idle writer flushes at once, a busy one gathers what comes while its commit is in flight. One commit is
 * in flight at a time: two were measured to be slower, because each then carries half as much.
 */
export class Batch<Op, Result> {
  private waiting: Waiting<Op, Result>[] = []
  private flushing = false
  private idle: (() => void)[] = []

  constructor(private readonly options: BatchOptions<Op, Result>) {}

  get pending(): number {
    return this.waiting.length
  }

  /** Resolves after the commit that holds `op`. */
  add(op: Op): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ op, resolve, reject })
      if (!this.flushing) void this.flush()
    })
  }

  /** Resolves when nothing waits. */
  drained(): Promise<void> {
    return this.flushing ? new Promise((done) => this.idle.push(done)) : Promise.resolve()
  }

  private async flush(): Promise<void> {
    this.flushing = true
    while (this.waiting.length > 0) {
      const group = this.take()
      await this.writeGroup(group)
    }
    this.flushing = false
    for (const done of this.idle.splice(0)) done()
  }

  private take(): Waiting<Op, Result>[] {
    const { maxOps, maxBytes, sizeOf } = this.options
    let bytes = 0
    let count = 0
    for (const { op } of this.waiting) {
      bytes += sizeOf(op)
      if (count > 0 && (count === maxOps || bytes > maxBytes)) break
      count += 1
    }
    return this.waiting.splice(0, count)
  }

  /** A group that fails for one operation's fault is halved until the culprit stands alone. */
  private async writeGroup(group: Waiting<Op, Result>[]): Promise<void> {
    const started = performance.now()
    try {
      const results = await this.options.write(group.map(({ op }) => op))
      this.options.onCommit?.(group.length, performance.now() - started)
      group.forEach((waiting, index) => waiting.resolve(results[index]!))
    } catch (error) {
      if (group.length === 1 || !this.options.isCulpritError(error)) {
        for (const waiting of group) waiting.reject(error)
        return
      }
      const half = group.length >> 1
      await this.writeGroup(group.slice(0, half))
      await this.writeGroup(group.slice(half))
    }
  }
}
