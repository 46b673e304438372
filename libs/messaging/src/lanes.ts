/** What a job wants next: to be done, or to run again after a pause in which its key stays blocked. */
export type LaneResult = 'done' | { retryAfterMs: number }

interface Job {
  seq: number
  run: () => Promise<LaneResult>
}

/**
 * Runs jobs one at a time per key, lowest `seq` first, up to `maxConcurrent` keys at once. A job that pauses gives its
 * place to another key; after the pause a lower `seq` that arrived meanwhile goes first, so that a job that waits for
 * its predecessor does not keep it out.
 */
export class Lanes {
  private readonly waiting = new Map<string, Job[]>()
  private readonly ready: string[] = []
  private readonly pauses = new Set<NodeJS.Timeout>()
  private readonly idle: (() => void)[] = []
  private running = 0
  private held = false
  private stopped = false

  constructor(private readonly maxConcurrent: number) {}

  add(key: string, seq: number, run: Job['run']): void {
    if (this.stopped) return
    const queue = this.waiting.get(key)
    if (queue) return insert(queue, { seq, run })
    this.waiting.set(key, [{ seq, run }])
    this.ready.push(key)
    this.pump()
  }

  /** Starts nothing until {@link release}, so that what is yet to come can take its place in its key. */
  hold(): void {
    this.held = true
  }

  release(): void {
    this.held = false
    this.pump()
  }

  /** Starts nothing more; resolves when the running jobs have ended. */
  stop(): Promise<void> {
    this.stopped = true
    for (const pause of this.pauses) clearTimeout(pause)
    this.pauses.clear()
    this.waiting.clear()
    this.ready.length = 0
    if (this.running === 0) return Promise.resolve()
    return new Promise((resolve) => this.idle.push(resolve))
  }

  private pump(): void {
    while (!this.stopped && !this.held && this.running < this.maxConcurrent) {
      const key = this.ready.shift()
      if (key === undefined) return
      void this.run(key)
    }
  }

  private async run(key: string): Promise<void> {
    const queue = this.waiting.get(key)
    const job = queue?.shift()
    if (!queue || !job) return
    this.running += 1
    const result = await job.run()
    this.running -= 1
    if (this.stopped) {
      if (this.running === 0) for (const listener of this.idle.splice(0)) listener()
      return
    }
    if (result !== 'done') {
      insert(queue, job)
      this.pause(key, result.retryAfterMs)
    } else if (queue.length > 0) this.ready.push(key)
    else this.waiting.delete(key)
    this.pump()
  }

  private pause(key: string, ms: number): void {
    const timer = setTimeout(() => {
      this.pauses.delete(timer)
      this.ready.push(key)
      this.pump()
    }, ms).unref()
    this.pauses.add(timer)
  }
}

/** Keeps the order of arrival among equals. */
function insert(queue: Job[], job: Job): void {
  let at = queue.length
  while (at > 0 && (queue[at - 1]?.seq ?? 0) > job.seq) at -= 1
  queue.splice(at, 0, job)
}
