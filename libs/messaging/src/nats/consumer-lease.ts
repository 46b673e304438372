import { randomBytes } from 'node:crypto'
import type { JetStreamManager, Msg, StreamConfig } from 'nats'
import { DiscardPolicy, headers, nanos, NatsError, RetentionPolicy, StorageType } from 'nats'
import type { Expiring } from '../deadlines.js'
import type { Endpoint } from './inbox.js'
import { isNoResponders } from './inbox.js'
import type { Link } from './link.js'

const STREAM = 'LEASES'
const NAME_IN_USE = 10058
const NO_MESSAGE = 10037

/** What the server says to a write: the number of our message, another one is there, no stream is there, or nothing. */
type Written = { seq: number } | 'refused' | 'missing' | 'unknown'

/**
 * The right of one process to take a consumer's events. A message on `lease.<consumer>` that the server forgets after
 * `leaseMs` and that only its writer can replace, because the server compares the number of the last message.
 */
export class ConsumerLease {
  private readonly subject: string
  private readonly holder = randomBytes(8).toString('hex')
  private seq = 0
  private validUntil = 0

  constructor(
    private readonly link: Link,
    private readonly manager: JetStreamManager,
    consumer: string,
    private readonly options: { leaseMs: number; replicas: number },
  ) {
    this.subject = `lease.${consumer}`
  }

  /** By this process's monotonic clock, counted from before the renewal was sent: never longer than the server thinks. */
  get held(): boolean {
    return performance.now() < this.validUntil
  }

  /** Takes or keeps the lease when it is free or ours. */
  async renew(): Promise<boolean> {
    let sentAt = performance.now()
    let written = await this.write(this.seq)
    if (written === 'missing') {
      await this.makeStream()
      written = await this.write(0)
    } else if (written === 'refused') {
      const last = await this.lastSeq()
      if (last !== undefined) {
        sentAt = performance.now()
        written = await this.write(last)
      }
    }
    if (typeof written === 'object') {
      this.seq = written.seq
      this.validUntil = sentAt + this.options.leaseMs
    } else if (written === 'refused') this.validUntil = 0
    return this.held
  }

  /** Number of the lease's message when it is ours, 0 when there is none. An answer to a former write may have got lost. */
  private async lastSeq(): Promise<number | undefined> {
    try {
      const message = await this.manager.streams.getMessage(STREAM, { last_by_subj: this.subject })
      return message.string() === this.holder ? message.seq : undefined
    } catch (error) {
      if (error instanceof NatsError && error.api_error?.err_code === NO_MESSAGE) return 0
      throw error
    }
  }

  /** Lets the next process in at once instead of after the lease. */
  async release(): Promise<void> {
    if (!this.held || !this.link.connected || this.link.nc.isClosed()) return
    this.validUntil = 0
    try {
      await this.manager.streams.purge(STREAM, { filter: this.subject })
    } catch {
      // The server has lost its storage or goes away: then the lease is gone too, or runs out.
    }
  }

  private write(expected: number): Promise<Written> {
    return new Promise((resolve) => new LeaseWrite(this.link, resolve).send(this.subject, this.holder, expected))
  }

  private async makeStream(): Promise<void> {
    const age = nanos(this.options.leaseMs)
    const config: Partial<StreamConfig> = {
      name: STREAM,
      subjects: ['lease.>'],
      storage: StorageType.Memory,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
      max_msgs_per_subject: 1,
      max_age: age,
      duplicate_window: age,
      num_replicas: this.options.replicas,
    }
    try {
      await this.manager.streams.add(config)
    } catch (error) {
      if (!(error instanceof NatsError && error.api_error?.err_code === NAME_IN_USE)) throw error
    }
  }
}

/** One conditional write of a lease; without an answer within a second its outcome is unknown. */
class LeaseWrite implements Endpoint, Expiring {
  readonly deadlineAt = Date.now() + 1_000
  private readonly token: string

  constructor(
    private readonly link: Link,
    private readonly resolve: (written: Written) => void,
  ) {
    this.token = link.inbox.open(this)
    link.deadlines.add(this)
  }

  send(subject: string, holder: string, expected: number): void {
    const conditions = headers()
    conditions.set('Nats-Expected-Last-Subject-Sequence', String(expected))
    if (!this.link.nc.isClosed())
      this.link.nc.publish(subject, holder, { reply: this.link.inbox.subject(this.token), headers: conditions })
  }

  receive(message: Msg): void {
    if (isNoResponders(message)) return this.settle('missing')
    const ack = message.json<{ seq?: number; error?: object }>()
    this.settle(ack.error || ack.seq === undefined ? 'refused' : { seq: ack.seq })
  }

  expire(): void {
    this.settle('unknown')
  }

  private settle(written: Written): void {
    this.link.inbox.close(this.token)
    this.link.deadlines.delete(this)
    this.resolve(written)
  }
}
