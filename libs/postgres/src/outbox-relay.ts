import { Unavailable } from '@linkflow/kernel'
import type { EventMessage, Transport } from '@linkflow/messaging'
import type { Database } from './database.js'
import { forgetOld, lockPartitions, markSent, noticeNewStream, unsent } from './outbox-store.js'
import type { Transaction } from './transaction.js'

const BATCH = 200
const POLL_MS = 1000
const GATHER_MS = 20
/** How long a pass waits for acknowledgements with its locks held. */
const PATIENCE_MS = 250
const LOOK_EVERY_MS = 5_000
const CLEAN_EVERY_MS = 10 * 60_000

/**
 * Sends what transactions published. Each hash partition of keys has one sender at a time, in whichever process, so
 * that events of a key leave in order. What was sent stays seven days: when the event stream turns out to be another
 * one than last time, it is all sent again, and the inboxes drop what they know.
 */
export class OutboxRelay {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private again = false
  private stopped = true
  private dueAt = 0
  private lookedAt = 0
  private cleanedAt = 0
  private stopListening: () => void = () => {}
  /** Keys with an event that is still on its way after its pass: a consumer tries it again and again. */
  private readonly late = new Set<string>()
  /** Keys whose event could not be handed over in this pass. */
  private readonly failed = new Set<string>()
  /** Ids that arrived after their pass. */
  private arrived: string[] = []

  constructor(
    private readonly db: Database,
    private readonly transport: Transport,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.stopped = false
    this.db.onPublished(() => this.wake())
    this.stopListening = this.transport.onReconnect(() => {
      this.lookedAt = 0
      this.wake()
    })
    this.wake()
  }

  /** Sends soon; cheap to call after every commit: what comes within a moment goes together. */
  wake(): void {
    if (this.stopped) return
    if (this.running) this.again = true
    else this.schedule(GATHER_MS)
  }

  /** Lets a batch that is being sent finish; what is left is sent by others or after the next start. */
  async stop(): Promise<void> {
    this.stopped = true
    this.stopListening()
    clearTimeout(this.timer)
    this.timer = undefined
    await this.running
    if (this.arrived.length > 0) await this.attempt(() => this.db.system('outbox relay', (tx) => this.settle(tx, [])))
  }

  private schedule(ms: number): void {
    if (this.timer && this.dueAt <= Date.now() + ms) return
    clearTimeout(this.timer)
    this.dueAt = Date.now() + ms
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.again = false
      this.running = this.attempt(() => this.pass()).finally(() => {
        this.running = undefined
        if (!this.stopped) this.schedule(this.again ? GATHER_MS : POLL_MS)
      })
    }, ms).unref()
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.onError(error)
    }
  }

  private async pass(): Promise<void> {
    // Without a connection nothing can leave; the reconnect wakes us.
    if (!this.transport.status().connected) return
    if (Date.now() - this.lookedAt > LOOK_EVERY_MS) {
      await this.db.system('outbox relay', (tx) => noticeNewStream(tx, () => this.transport.streamIdentity()))
      this.lookedAt = Date.now()
    }
    this.failed.clear()
    while (await this.db.system('outbox relay', (tx) => this.sendBatch(tx))) if (this.stopped) return
    if (Date.now() - this.cleanedAt > CLEAN_EVERY_MS) {
      this.cleanedAt = Date.now()
      await this.db.system('outbox retention', forgetOld)
    }
  }

  /** True when there is more. The transaction holds the partitions' locks while the batch is on its way. */
  private async sendBatch(tx: Transaction): Promise<boolean> {
    const partitions = await lockPartitions(tx, this.db.service)
    const events = await unsent(tx, { partitions, skippedKeys: [...this.late, ...this.failed], limit: BATCH })
    await this.settle(tx, events.length > 0 ? await this.send(events) : [])
    return events.length === BATCH
  }

  private async settle(tx: Transaction, sent: string[]): Promise<void> {
    const arrived = this.arrived
    this.arrived = []
    await markSent(tx, [...sent, ...arrived])
  }

  /**
   * Keys go side by side, the events of a key one after the other; gives the ids that arrived. An event that is still
   * under way when patience ends must not keep others from being marked: its key is left out until it has arrived.
   */
  private async send(events: EventMessage[]): Promise<string[]> {
    const sent: string[] = []
    const pass = { over: false }
    const open = new Set<string>()
    const all = [...byKey(events)].map(async ([key, queue]) => {
      open.add(key)
      await this.sendInOrder(key, queue, { pass, sent })
      open.delete(key)
      if (this.late.delete(key)) this.wake()
    })
    let timer: NodeJS.Timeout | undefined
    await Promise.race([Promise.all(all), new Promise((done) => (timer = setTimeout(done, PATIENCE_MS)))])
    clearTimeout(timer)
    pass.over = true
    for (const key of open) this.late.add(key)
    return [...sent]
  }

  /** What follows a failure waits for the next pass, so that the order is kept. */
  private async sendInOrder(
    key: string,
    queue: EventMessage[],
    { pass, sent }: { pass: { over: boolean }; sent: string[] },
  ): Promise<void> {
    for (const event of queue) {
      if (pass.over) return
      try {
        await this.transport.publishEvent(event)
        if (pass.over) this.arrived.push(event.id)
        else sent.push(event.id)
      } catch (error) {
        this.failed.add(key)
        if (!Unavailable.is(error)) this.onError(error)
        return
      }
    }
  }
}

function byKey(events: EventMessage[]): Map<string, EventMessage[]> {
  const queues = new Map<string, EventMessage[]>()
  for (const event of events) {
    const queue = queues.get(event.key)
    if (queue) queue.push(event)
    else queues.set(event.key, [event])
  }
  return queues
}
