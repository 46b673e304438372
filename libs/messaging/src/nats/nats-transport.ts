import { Cancelled, DeadlineExceeded, Unavailable } from '@linkflow/kernel'
import type { ConnectionOptions, JetStreamManager, NatsConnection } from 'nats'
import { connect, Events } from 'nats'
import { decode, encode, MESSAGE_LIMIT_BYTES } from '../codec.js'
import { ItemQueue } from '../flow/item-queue.js'
import { serviceOf } from '../service-of.js'
import type {
  CallHandler,
  CallOptions,
  ConsumerOptions,
  ErrorHook,
  EventHandler,
  EventMessage,
  LiveData,
  LiveHandler,
  LiveSubscription,
  ServeOptions,
  StreamHandler,
  StreamIdentity,
  Subscription,
  Transport,
  TransportStatus,
} from '../transport.js'
import { ClientSession } from './client-session.js'
import type { EventStreamConfig } from './event-stream.js'
import { ensureStream, eventStream } from './event-stream.js'
import { HEADER_ROOM_BYTES } from './frame.js'
import { LeasedConsumer } from './leased-consumer.js'
import { Link } from './link.js'
import { EventPublication, StreamMissing } from './publish-event.js'
import { listen } from './serve.js'
import type { Serving } from './serve.js'
import type { Answer } from './server-session.js'

export interface NatsTransportOptions {
  /** Name of the service; names the connection and, as `_INBOX_<service>`, its inbox. */
  service: string
  /** Servers, credentials and the like; reconnecting is for ever, with jitter. */
  connection: ConnectionOptions
  onError: ErrorHook
  inboxPrefix?: string
  /** Between heartbeats, in milliseconds; 2,000 by default. Both ends must agree. */
  heartbeatMs?: number
  events?: Partial<EventStreamConfig>
  /** How long a vanished process keeps the consumers it was active for, in milliseconds; 10,000 by default. */
  leaseMs?: number
}

/** Connects to NATS (2.9 or newer, with JetStream). Rejects when no server answers or it takes too small messages. */
export async function connectNats(options: NatsTransportOptions): Promise<NatsTransport> {
  const inboxPrefix = options.inboxPrefix ?? `_INBOX_${options.service}`
  const nc = await connect({
    reconnectTimeWait: 500,
    reconnectJitter: 500,
    ...options.connection,
    name: options.service,
    inboxPrefix,
    maxReconnectAttempts: -1,
  })
  const payloadBytes = nc.info?.max_payload ?? 0
  if (payloadBytes < MESSAGE_LIMIT_BYTES + HEADER_ROOM_BYTES) {
    await nc.close()
    throw new Error(`max_payload of the NATS server is ${payloadBytes}, less than a message may have`)
  }
  const manager = await nc.jetstreamManager({ checkAPI: false })
  const link = new Link(nc, options.onError, { inboxPrefix, heartbeatMs: options.heartbeatMs ?? 2_000 })
  return new NatsTransport(link, manager, { ...eventStream, ...options.events }, options.leaseMs ?? 10_000)
}

/** Carries messages between processes: core NATS for calls, streams and live messages, JetStream for events. */
export class NatsTransport implements Transport {
  readonly kind = 'nats'
  private readonly nc: NatsConnection
  private readonly servings = new Set<Serving>()
  private readonly sessions = new Set<ClientSession>()
  private readonly consumers = new Set<LeasedConsumer>()
  private readonly reconnectListeners = new Set<() => void>()
  private detail: string | undefined

  constructor(
    private readonly link: Link,
    private readonly manager: JetStreamManager,
    private readonly stream: EventStreamConfig,
    private readonly leaseMs: number,
  ) {
    this.nc = link.nc
    void this.watch()
  }

  serve(subject: string, queue: string, handler: CallHandler, options: ServeOptions): Promise<Subscription> {
    return this.register(subject, queue, { kind: 'call', handler }, options)
  }

  serveStream(subject: string, queue: string, handler: StreamHandler, options: ServeOptions): Promise<Subscription> {
    return this.register(subject, queue, { kind: 'stream', handler }, options)
  }

  request(subject: string, input: unknown, options: CallOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const text = this.prepare(subject, input, options)
      const item = (output: string) => resolve(decode(output))
      const sink = { item, end: () => resolve(undefined), fail: reject }
      new ClientSession(this.link, { subject, options, stream: false }, this.sessions, sink).send(text)
    })
  }

  async *openStream(subject: string, input: unknown, options: CallOptions): AsyncGenerator<unknown> {
    const text = this.prepare(subject, input, options)
    const items = new ItemQueue<string>()
    const sink = {
      item: (item: string) => items.push(item),
      end: () => items.end(),
      fail: (problem: unknown) => items.fail(problem),
    }
    const session = new ClientSession(this.link, { subject, options, stream: true }, this.sessions, sink)
    session.send(text)
    try {
      for (let next = await items.next(); next; next = await items.next()) {
        session.take()
        yield decode(next.item)
      }
    } finally {
      session.cancel()
    }
  }

  async publishEvent(event: EventMessage): Promise<{ duplicate: boolean }> {
    try {
      return await EventPublication.send(this.link, event)
    } catch (error) {
      if (!(error instanceof StreamMissing)) throw error
    }
    // The server has lost its storage: make the stream anew, once, and leave the rest to the outbox.
    try {
      await ensureStream(this.manager, this.stream)
      return await EventPublication.send(this.link, event)
    } catch (cause) {
      throw Unavailable({ service: 'messaging' }, { cause })
    }
  }

  async consume(options: ConsumerOptions, handler: EventHandler): Promise<Subscription> {
    const { link, manager, stream, leaseMs } = this
    const consumer = new LeasedConsumer({ link, manager, stream, options, handler, leaseMs })
    await consumer.start()
    this.consumers.add(consumer)
    return {
      close: async () => {
        this.consumers.delete(consumer)
        await consumer.close()
        if (this.link.connected && !this.nc.isClosed()) await this.nc.flush()
      },
    }
  }

  publishLive(subject: string, data: LiveData): void {
    if (!this.link.connected || this.nc.isClosed()) return
    try {
      this.nc.publish(subject, encode(typeof data === 'function' ? data() : data, MESSAGE_LIMIT_BYTES))
    } catch (error) {
      this.link.onError(error, { kind: 'live', subject })
    }
  }

  subscribeLive(pattern: string, handler: LiveHandler): LiveSubscription {
    const subscription = this.nc.subscribe(pattern, {
      callback: (error, message) => {
        if (error) return this.link.report(error, pattern)
        try {
          handler(message.subject, decode(message.string()))
        } catch (failure) {
          this.link.onError(failure, { kind: 'live', subject: message.subject })
        }
      },
    })
    return {
      ready: this.nc.flush(),
      close: async () => {
        if (!this.nc.isClosed()) subscription.unsubscribe()
      },
    }
  }

  async streamIdentity(): Promise<StreamIdentity> {
    await ensureStream(this.manager, this.stream)
    const { created, state } = await this.manager.streams.info(this.stream.name)
    return { createdAt: created, lastSeq: state.last_seq }
  }

  status(): TransportStatus {
    const connected = this.link.connected && !this.nc.isClosed()
    return this.detail === undefined ? { connected } : { connected, detail: this.detail }
  }

  onReconnect(listener: () => void): () => void {
    this.reconnectListeners.add(listener)
    return () => this.reconnectListeners.delete(listener)
  }

  async drain(): Promise<void> {
    await Promise.all([...this.servings, ...this.consumers].map((open) => open.close()))
    if (this.link.connected && !this.nc.isClosed()) await this.nc.flush()
    await this.close()
  }

  async close(): Promise<void> {
    for (const session of this.sessions) session.cancel()
    for (const consumer of this.consumers) consumer.abandon()
    this.consumers.clear()
    const closing = this.nc.close()
    for (const { served } of this.servings) for (const session of served.sessions) session.abort(Cancelled())
    this.servings.clear()
    this.link.deadlines.close()
    this.link.beats.close()
    await closing
  }

  private async register(subject: string, queue: string, answer: Answer, options: ServeOptions): Promise<Subscription> {
    const serving = await listen(this.link, queue, { subject, answer, options })
    this.servings.add(serving)
    return {
      close: async () => {
        await serving.close()
        this.servings.delete(serving)
      },
    }
  }

  private prepare(subject: string, input: unknown, options: CallOptions): string {
    const text = encode(input, options.maxBytes)
    if (options.signal?.aborted) throw Cancelled()
    if (options.headers.deadlineAt <= Date.now()) throw DeadlineExceeded()
    this.link.assertConnected(serviceOf(subject))
    return text
  }

  private async watch(): Promise<void> {
    for await (const { type, data } of this.nc.status()) {
      if (type === Events.Disconnect) {
        this.link.connected = false
        this.detail = `disconnected from ${String(data)}`
      } else if (type === Events.Reconnect) {
        this.link.connected = true
        this.detail = undefined
        for (const consumer of this.consumers) void consumer.repair()
        for (const listener of this.reconnectListeners) listener()
      } else if (type === Events.Error) this.link.report(new Error(String(data)), 'connection')
    }
  }
}
