import type { Background } from './define-service.js'
import type { Logger } from './logger.js'

/** Failures in a row make the pause between two looks no longer than this, unless it is longer anyway. */
const LONGEST_PAUSE_MS = 60_000

export interface PollerOptions {
  /** Pause between two looks when nothing was left to do. */
  everyMs: number
  /** Does what is due; true when there may be more at once. */
  work: () => Promise<boolean>
  logger: Logger
  /** What is done, for the log. */
  name: string
  /** A number from 0 up to 1. */
  random?: () => number
}

/**
 * Does something again and again, never twice at the same time. After a failure it pauses, each time twice as long and
 * half of it by chance, so that what failed together does not come back together.
 */
export class Poller implements Background {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private again = false
  private failures = 0
  private stopped = false

  constructor(private readonly options: PollerOptions) {}

  /** Whether work under way should come to an end. */
  get isStopping(): boolean {
    return this.stopped
  }

  /** Looks at once, and from then on. */
  async start(): Promise<void> {
    this.wake()
  }

  /** Looks now, or once more when it is looking already. While it pauses after a failure that does not hurry it. */
  wake(): void {
    if (this.stopped) return
    this.again = true
    if (this.failures === 0) this.look()
  }

  /** Waits for what is being done. */
  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.running
  }

  private look(): void {
    if (this.running || this.stopped) return
    clearTimeout(this.timer)
    this.running = this.run().finally(() => {
      this.running = undefined
      // Woken between the last look and here.
      if (this.again && this.failures === 0) this.look()
      else if (!this.stopped) this.timer = setTimeout(() => this.look(), this.pauseMs()).unref()
    })
  }

  private async run(): Promise<void> {
    const { work, logger, name } = this.options
    try {
      do {
        this.again = false
        if (await work()) this.again = true
        this.failures = 0
      } while (this.again && !this.stopped)
    } catch (error) {
      this.failures += 1
      logger.warn({ err: error }, `${name} failed`)
    }
  }

  private pauseMs(): number {
    const { everyMs, random = Math.random } = this.options
    if (this.failures === 0) return everyMs
    const pauseMs = Math.min(everyMs * 2 ** (this.failures - 1), Math.max(everyMs, LONGEST_PAUSE_MS))
    return pauseMs / 2 + (pauseMs / 2) * random()
  }
}
