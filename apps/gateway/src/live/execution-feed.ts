import { executionStatuses } from '@linkflow/contracts'
import type { ExecutionEvent } from '@linkflow/contracts'
import { Problem } from '@linkflow/kernel'
import type { LiveSubscription } from '@linkflow/messaging'

/** After so long without anything new the history is read, in case the last live event was lost. Milliseconds. */
const QUIET_MS = 30_000
/** Live events held back while history is read; beyond it they are read instead. */
const MAX_HELD = 1000

const open: readonly string[] = ['queued', 'running', 'waiting']
/** Events after which nothing follows. */
const terminal = new Set(executionStatuses.filter((status) => !open.includes(status)).map((s) => `execution.${s}`))

/** Where the events of one execution come from. */
export interface FeedSource {
  /** Hears live events; may lose some. */
  subscribe(handler: (event: ExecutionEvent) => void): LiveSubscription
  /** Reads history: complete, as of when it is asked. */
  read(afterSeq: number): Promise<{ events: readonly ExecutionEvent[]; finished: boolean }>
}

export interface FeedListener {
  /** The execution may be watched; events follow. */
  onOpen?(): void
  onEvent(event: ExecutionEvent): void
  /** Nothing follows: the execution finished, or may not be watched any more. */
  onEnd(problem?: Problem): void
}

/**
 * The events of one execution from a position on: each once, in order, without a gap. History and live events
 * overlap: live ones are heard before history is read, held back meanwhile, and dropped when history had them. A live
 * event goes out after its commit, so a read that begins after it arrived sees everything before it; that is how a gap
 * is filled.
 */
export class ExecutionFeed {
  private subscription: LiveSubscription | undefined
  private held: ExecutionEvent[] = []
  private overflowed = false
  private reading = false
  private quiet = true
  private closed = false
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly source: FeedSource,
    private readonly listener: FeedListener,
    /** Sequence of the last event the listener knows. */
    private last: number,
  ) {}

  /** @throws the problems of reading the history; the feed is then closed */
  async start(): Promise<void> {
    this.subscription = this.source.subscribe((event) => this.hear(event))
    try {
      await this.exclusively(async () => {
        await this.subscription?.ready
        const history = await this.source.read(this.last)
        if (this.closed) return
        this.listener.onOpen?.()
        this.take(history)
        await this.catchUp()
      })
    } catch (error) {
      this.close()
      throw error
    }
    if (this.closed) return
    this.timer = setInterval(() => this.tick(), QUIET_MS)
    this.timer.unref()
  }

  close(): void {
    this.closed = true
    clearInterval(this.timer)
    this.held = []
    void this.subscription?.close()
  }

  /** Reads what may have been missed; what fails now is tried again at the next sign of life. */
  async refill(): Promise<void> {
    if (this.reading || this.closed) return
    try {
      await this.exclusively(async () => {
        await this.readBehind(this.held.splice(0))
        await this.catchUp()
      })
    } catch (error) {
      if (error instanceof Problem && error.status < 500) this.end(error)
    }
  }

  /** One reader at a time; what is heard meanwhile is held back. */
  private async exclusively(read: () => Promise<void>): Promise<void> {
    this.reading = true
    try {
      await read()
    } finally {
      this.reading = false
    }
    // Heard after the last look and before the reader was done.
    if (this.held.length > 0) void this.refill()
  }

  private hear(event: ExecutionEvent): void {
    if (this.closed || event.seq <= this.last) return
    this.quiet = false
    if (!this.reading && event.seq === this.last + 1) return this.deliver(event)
    if (this.held.length >= MAX_HELD) {
      this.held = []
      this.overflowed = true
    }
    this.held.push(event)
    void this.refill()
  }

  /** Delivers what was held back, and reads again as long as that leaves a gap. */
  private async catchUp(): Promise<void> {
    while (!this.closed && (this.held.length > 0 || this.overflowed)) {
      const held = this.held.splice(0).sort((a, b) => a.seq - b.seq)
      while (!this.overflowed && held.length > 0 && held[0]!.seq <= this.last + 1) this.deliver(held.shift()!)
      if (held.length > 0 || this.overflowed) await this.readBehind(held)
    }
  }

  /** Reads history, which now has all there is before the live events that were held back. */
  private async readBehind(held: ExecutionEvent[]): Promise<void> {
    this.overflowed = false
    this.take(await this.source.read(this.last))
    for (const event of held.sort((a, b) => a.seq - b.seq)) this.deliver(event)
  }

  private take({ events, finished }: { events: readonly ExecutionEvent[]; finished: boolean }): void {
    for (const event of events) this.deliver(event)
    if (finished) this.end()
  }

  private deliver(event: ExecutionEvent): void {
    if (this.closed || event.seq <= this.last) return
    this.last = event.seq
    this.listener.onEvent(event)
    if (terminal.has(event.type)) this.end()
  }

  private end(problem?: Problem): void {
    if (this.closed) return
    this.close()
    this.listener.onEnd(problem)
  }

  private tick(): void {
    if (this.quiet) void this.refill()
    this.quiet = true
  }
}
