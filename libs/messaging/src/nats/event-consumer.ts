import type { JetStreamManager, Msg, Subscription as NatsSubscription } from 'nats'
import { nanos } from 'nats'
import { attemptEvent } from '../attempt-event.js'
import { decodeEvent } from '../event-codec.js'
import { Lanes } from '../lanes.js'
import { matcher } from '../subjects.js'
import type { ConsumerOptions, EventHandler, EventMessage } from '../transport.js'
import type { EventStreamConfig } from './event-stream.js'
import { ensureConsumer, ensureStream, IN_HAND_LIMIT } from './event-stream.js'
import type { Link } from './link.js'

const PULL_EXPIRES_MS = 30_000
const PULL_BEAT_MS = 5_000
const REPAIR_PAUSE_MS = 1_000
const MISSING_POLL_MS = 250

const ACK = '+ACK'
const NAK = '-NAK'
const TERM = '+TERM'
const WORKING = '+WPI'

/** An event this process is responsible for. */
interface InHand {
  /** Where to acknowledge; the latest, when the server sent the event again; empty when its stream is gone. */
  reply: string
  attempt: number
}

/**
 * Takes the events of one durable consumer. It asks for as many as it may hold, tells the server that it works on all
 * it holds, and makes stream and consumer anew when the server has lost them.
 *
 * Servers of the 2.9 line know one filter per consumer: it gets the narrowest pattern that covers all filters, and what
 * none of them wants is acknowledged at once. One durable per filter would lose the order of a key across filters.
 */
export class EventConsumer {
  private readonly lanes: Lanes
  private readonly matchers: ((subject: string) => boolean)[]
  private readonly inHand = new Map<string, InHand>()
  private subscription: NatsSubscription | undefined
  private generation = 0
  private requested = 0
  private heardAt = Date.now()
  private timers: NodeJS.Timeout[] = []
  private repairing: Promise<void> | undefined
  private streamCreatedAt: string | undefined
  private closed = false

  constructor(
    private readonly link: Link,
    private readonly manager: JetStreamManager,
    private readonly stream: EventStreamConfig,
    private readonly options: ConsumerOptions,
    private readonly handler: EventHandler,
  ) {
    this.lanes = new Lanes(options.maxConcurrent)
    this.matchers = options.filterSubjects.map(matcher)
  }

  /** Rejects when the stream or consumer cannot be made now. */
  async start(): Promise<void> {
    await this.ensure()
    this.restart()
    const third = Math.max(50, Math.floor(this.options.ackWaitMs / 3))
    this.timers = [
      setInterval(() => this.tellWorking(), third).unref(),
      setInterval(() => this.checkBeat(), PULL_BEAT_MS).unref(),
    ]
  }

  /** Makes sure of stream and consumer and asks anew; again until it works. */
  repair(): Promise<void> {
    this.repairing ??= this.repairUntilDone().finally(() => (this.repairing = undefined))
    return this.repairing
  }

  /** Takes nothing more, lets what runs finish and gives the rest back. */
  async close(): Promise<void> {
    this.stop()
    await this.lanes.stop()
    for (const { reply } of this.inHand.values()) this.answer(reply, NAK)
    this.inHand.clear()
    clearTimers(this.timers)
  }

  /** Ends at once; the server gives what is in hand to another after the ack wait. */
  abandon(): void {
    this.stop()
    void this.lanes.stop()
    clearTimers(this.timers)
  }

  private stop(): void {
    this.closed = true
    if (!this.link.nc.isClosed()) this.subscription?.unsubscribe()
  }

  private async repairUntilDone(): Promise<void> {
    while (!this.closed && this.link.connected)
      try {
        await this.ensure()
        return this.restart()
      } catch (error) {
        this.link.onError(error, { kind: 'consume', subject: this.options.name })
        await new Promise((resolve) => setTimeout(resolve, REPAIR_PAUSE_MS).unref())
      }
  }

  private async ensure(): Promise<void> {
    await ensureStream(this.manager, this.stream)
    await ensureConsumer(this.manager, this.stream.name, this.options)
    const { created } = await this.manager.streams.info(this.stream.name)
    // Acknowledging an event of the former stream would acknowledge whichever has its number now.
    if (this.streamCreatedAt !== undefined && this.streamCreatedAt !== created)
      for (const entry of this.inHand.values()) entry.reply = ''
    this.streamCreatedAt = created
  }

  /**
   * Events given to a process that vanished, or lost on their way to us, come again only after the ack wait. Until all
   * that is unacknowledged is in our hands nothing starts, or a later event of their key would overtake them. What the
   * stream has dropped meanwhile never comes, so patience ends.
   */
  private async awaitMissing(): Promise<void> {
    const { generation } = this
    const until = performance.now() + 2 * this.options.ackWaitMs
    this.lanes.hold()
    try {
      while (performance.now() < until && generation === this.generation && !this.closed) {
        const info = await this.manager.consumers.info(this.stream.name, this.options.name)
        const mine = [...this.inHand.values()].filter(({ reply }) => reply !== '').length
        if (info.num_ack_pending <= mine) break
        await new Promise((resolve) => setTimeout(resolve, MISSING_POLL_MS).unref())
      }
    } catch (error) {
      this.link.onError(error, { kind: 'consume', subject: this.options.name })
    }
    // A newer generation waits for itself.
    if (generation === this.generation) this.lanes.release()
  }

  /** A new subject for each generation, so that nothing a former request is still owed confuses the count. */
  private restart(): void {
    if (this.closed || this.link.nc.isClosed()) return
    this.subscription?.unsubscribe()
    this.generation += 1
    this.requested = 0
    this.heardAt = Date.now()
    const { generation } = this
    this.subscription = this.link.nc.subscribe(this.deliverSubject, {
      callback: (error, message) => {
        if (error) return this.link.report(error, this.options.name)
        if (generation !== this.generation || this.closed) return
        this.heardAt = Date.now()
        if (message.subject === this.deliverSubject) this.status(message)
        else this.arrive(message)
      },
    })
    this.pull()
    void this.awaitMissing()
  }

  /** Beside the inbox, whose own interest would let the server deliver to a subscription that is gone. */
  private get deliverSubject(): string {
    return `${this.link.inbox.address}-pull.${this.options.name}.${this.generation}`
  }

  private pull(): void {
    const batch = Math.max(IN_HAND_LIMIT, this.options.maxConcurrent * 2) - this.inHand.size
    if (this.requested > 0 || batch <= 0 || this.closed || !this.link.connected) return
    this.requested = batch
    const request = { batch, expires: nanos(PULL_EXPIRES_MS), idle_heartbeat: nanos(PULL_BEAT_MS) }
    const subject = `$JS.API.CONSUMER.MSG.NEXT.${this.stream.name}.${this.options.name}`
    this.link.nc.publish(subject, JSON.stringify(request), { reply: this.deliverSubject })
  }

  private status(message: Msg): void {
    const code = message.headers?.code ?? 0
    if (code === 100) return
    this.requested = 0
    // 404 and 408 end a request in order; the rest means that consumer, stream or leader went away.
    if (code === 404 || code === 408) this.pull()
    else void this.repair()
  }

  private arrive(message: Msg): void {
    this.requested -= 1
    const reply = message.reply ?? ''
    const { attempt, position } = place(reply)
    const held = this.inHand.get(position)
    // The server lost patience with an event we still hold.
    if (held) held.reply = reply
    else if (!this.matchers.some((matches) => matches(message.subject))) this.answer(reply, ACK)
    else this.take(message, position, { reply, attempt })
    this.pull()
  }

  private take(message: Msg, position: string, entry: InHand): void {
    let event: EventMessage
    try {
      event = decodeEvent(message.subject, message.string())
    } catch (error) {
      this.link.onError(error, { kind: 'consume', subject: message.subject })
      return this.answer(entry.reply, TERM)
    }
    this.inHand.set(position, entry)
    this.lanes.add(event.key, event.seq, async () => {
      const { attempt } = entry
      const outcome = await attemptEvent(this.handler, { ...event, attempt }, this.link.onError)
      if (typeof outcome === 'object') {
        entry.attempt += 1
        return outcome
      }
      if (this.repairing) await this.repairing
      this.inHand.delete(position)
      this.answer(entry.reply, outcome === 'park' ? TERM : ACK)
      this.pull()
      return 'done'
    })
  }

  private answer(reply: string, word: string): void {
    if (reply !== '' && !this.link.nc.isClosed()) this.link.nc.publish(reply, word)
  }

  private tellWorking(): void {
    if (!this.link.connected) return
    for (const { reply } of this.inHand.values()) this.answer(reply, WORKING)
  }

  private checkBeat(): void {
    if (this.requested > 0 && Date.now() - this.heardAt > 3 * PULL_BEAT_MS && this.link.connected) void this.repair()
  }
}

function clearTimers(timers: NodeJS.Timeout[]): void {
  for (const timer of timers) clearInterval(timer)
}

/**
 * Reads `$JS.ACK[.<domain>.<account>].<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<time>.<pending>…`.
 * Sequence and time together name an event even after the stream was made anew.
 */
function place(reply: string): { attempt: number; position: string } {
  const tokens = reply.split('.')
  const at = tokens.length === 9 ? 4 : 6
  return {
    attempt: Number(tokens[at]),
    position: `${tokens[at + 1]}@${tokens[at + 3]}`,
  }
}
