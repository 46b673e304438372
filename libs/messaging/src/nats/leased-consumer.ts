import type { JetStreamManager } from 'nats'
import type { ConsumerOptions, EventHandler } from '../transport.js'
import { ConsumerLease } from './consumer-lease.js'
import { EventConsumer } from './event-consumer.js'
import type { EventStreamConfig } from './event-stream.js'
import { ensureConsumer, ensureStream } from './event-stream.js'
import type { Link } from './link.js'

interface Parts {
  link: Link
  manager: JetStreamManager
  stream: EventStreamConfig
  options: ConsumerOptions
  handler: EventHandler
  leaseMs: number
}

/**
 * A durable consumer of which one process at a time is active: pull requests of several would share out the events of
 * one key and lose their order. The others try the lease again every third of it.
 */
export class LeasedConsumer {
  private readonly lease: ConsumerLease
  private active: EventConsumer | undefined
  private closing: Promise<void> = Promise.resolve()
  private step: Promise<void> = Promise.resolve()
  private timer: NodeJS.Timeout | undefined
  private closed = false

  constructor(private readonly parts: Parts) {
    const { link, manager, options, stream, leaseMs } = parts
    this.lease = new ConsumerLease(link, manager, options.name, { leaseMs, replicas: stream.replicas })
  }

  /** Resolves as active or standby; rejects when stream or consumer cannot be made now. */
  async start(): Promise<void> {
    const { manager, stream, options, leaseMs } = this.parts
    await ensureStream(manager, stream)
    await ensureConsumer(manager, stream.name, options)
    await this.advance()
    this.timer = setInterval(() => (this.step = this.step.then(() => this.try())), leaseMs / 3).unref()
  }

  /** After a reconnect. */
  async repair(): Promise<void> {
    await this.active?.repair()
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    clearInterval(this.timer)
    await this.step
    await this.active?.close()
    await this.closing
    await this.lease.release()
  }

  abandon(): void {
    this.closed = true
    clearInterval(this.timer)
    this.active?.abandon()
  }

  private async try(): Promise<void> {
    try {
      await this.advance()
    } catch (error) {
      if (!this.closed) this.parts.link.onError(error, { kind: 'consume', subject: this.parts.options.name })
    }
  }

  private async advance(): Promise<void> {
    if (this.closed) return
    const { link } = this.parts
    const held = link.connected && !link.nc.isClosed() ? await this.lease.renew() : this.lease.held
    if (this.closed) return
    if (!held && this.active) {
      // What runs cannot be stopped; what waits is given back.
      this.closing = this.active.close()
      this.active = undefined
    } else if (held && !this.active) {
      await this.closing
      const { manager, stream, options, handler } = this.parts
      const consumer = new EventConsumer(link, manager, stream, options, handler)
      await consumer.start()
      this.active = consumer
    }
  }
}
