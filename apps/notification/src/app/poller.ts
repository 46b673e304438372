import type { Logger } from '@linkflow/service'

export interface PollerOptions {
  everyMs: number
  /** Does what is due; true when there may be more at once. */
  work: () => Promise<boolean>
  logger: Logger
  /** What is done, for the log. */
  name: string
}

/** Does something again and again, never twice at the same time. */
export class Poller {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private again = false
  private stopped = false

  constructor(private readonly options: PollerOptions) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), this.options.everyMs).unref()
    this.wake()
  }

  /** Looks now, or once more when it is looking already. */
  wake(): void {
    if (this.stopped) return
    this.again = true
    this.running ??= this.run().finally(() => {
      this.running = undefined
      // Woken between the last look and here.
      if (this.again) this.wake()
    })
  }

  /** Waits for what is being done. */
  async stop(): Promise<void> {
    this.stopped = true
    this.again = false
    clearInterval(this.timer)
    await this.running
  }

  private async run(): Promise<void> {
    const { work, logger, name } = this.options
    try {
      while (this.again && !this.stopped) {
        this.again = false
        if (await work()) this.again = !this.stopped
      }
    } catch (error) {
      // The next turn tries again.
      this.again = false
      logger.warn({ err: error }, `${name} failed`)
    }
  }
}
