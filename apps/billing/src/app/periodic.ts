import type { Background } from '@linkflow/service'

export interface PeriodicOptions {
  pauseMs: number
  work: () => Promise<void>
  onError: (error: unknown) => void
}

/** Work that is done again and again, with a pause after each time; a failure waits for the next time. */
export class Periodic implements Background {
  private timer: NodeJS.Timeout | undefined
  private working: Promise<void> = Promise.resolve()
  private hasStopped = false

  constructor(private readonly options: PeriodicOptions) {}

  /** Whether work under way should come to an end. */
  get isStopping(): boolean {
    return this.hasStopped
  }

  async start(): Promise<void> {
    this.next(0)
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.hasStopped = true
    clearTimeout(this.timer)
    await this.working
  }

  private next(ms: number): void {
    if (this.hasStopped) return
    const { pauseMs, work, onError } = this.options
    this.timer = setTimeout(() => {
      this.working = work()
        .catch(onError)
        .then(() => this.next(pauseMs))
    }, ms).unref()
  }
}
