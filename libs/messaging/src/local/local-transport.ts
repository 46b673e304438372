import { Cancelled, DeadlineExceeded, Unavailable } from '@linkflow/kernel'
import type { Problem } from '@linkflow/kernel'
import { encode, MESSAGE_LIMIT_BYTES } from '../codec.js'
import { encodeEvent } from '../event-codec.js'
import { nobodyServes } from '../service-of.js'
import { ServingCall } from '../serving-call.js'
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
import type { LocalBroker } from './local-broker.js'
import { answerCall } from './local-call.js'
import type { LocalAttachment } from './local-durable.js'
import { LocalFlight } from './local-flight.js'
import type { LocalServer } from './local-server.js'
import { LocalStream } from './local-stream.js'

let lastCall = 0

/** Carries messages within one process, by the rules of the network: codec, limits, deadlines, cancellation. */
export class LocalTransport implements Transport {
  readonly kind = 'local'
  private readonly servers = new Set<LocalServer>()
  private readonly calls = new Set<LocalFlight>()
  private readonly consumers = new Set<LocalAttachment>()
  private readonly unsubscribes = new Set<() => void>()
  private closed = false

  constructor(
    private readonly broker: LocalBroker,
    private readonly onError: ErrorHook,
  ) {}

  async serve(subject: string, queue: string, handler: CallHandler, options: ServeOptions): Promise<Subscription> {
    return this.register(subject, queue, { kind: 'call', handler }, options)
  }

  async serveStream(
    subject: string,
    queue: string,
    handler: StreamHandler,
    options: ServeOptions,
  ): Promise<Subscription> {
    return this.register(subject, queue, { kind: 'stream', handler }, options)
  }

  request(subject: string, input: unknown, options: CallOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const text = encode(input, options.maxBytes)
      const server = this.find(subject, options)
      if (server.answer.kind !== 'call') throw nobodyServes(subject)
      const { handler } = server.answer
      const flight = this.depart(server, options, reject)
      // A fresh microtask: the caller's stack never runs the handler, as over a network.
      queueMicrotask(() => {
        if (flight.call.aborted) flight.leave()
        else void answerCall(flight, handler, text, { resolve, reject })
      })
    })
  }

  async *openStream(subject: string, input: unknown, options: CallOptions): AsyncGenerator<unknown> {
    const text = encode(input, options.maxBytes)
    const server = this.find(subject, options)
    if (server.answer.kind !== 'stream') throw nobodyServes(subject)
    const { handler } = server.answer
    const stream = new LocalStream()
    const flight = this.depart(server, options, (problem) => stream.fail(problem))
    queueMicrotask(() => void stream.produce(flight, handler, text))
    try {
      yield* stream.read()
    } finally {
      flight.end(Cancelled())
    }
  }

  async publishEvent(event: EventMessage): Promise<{ duplicate: boolean }> {
    const text = encodeEvent(event)
    if (this.closed) throw Unavailable({ service: 'messaging' })
    return this.broker.publish(event, text)
  }

  async consume(options: ConsumerOptions, handler: EventHandler): Promise<Subscription> {
    const consumer = this.broker.durable(options.name).attach(options, handler, this.onError)
    this.consumers.add(consumer)
    return {
      close: async () => {
        this.consumers.delete(consumer)
        await consumer.stop()
      },
    }
  }

  publishLive(subject: string, data: LiveData): void {
    const listeners = this.broker.live.interested(subject)
    if (listeners.length === 0 || this.closed) return
    try {
      this.broker.live.deliver(
        listeners,
        subject,
        encode(typeof data === 'function' ? data() : data, MESSAGE_LIMIT_BYTES),
      )
    } catch (error) {
      this.onError(error, { kind: 'live', subject })
    }
  }

  subscribeLive(pattern: string, handler: LiveHandler): LiveSubscription {
    const unsubscribe = this.broker.live.subscribe(pattern, handler, this.onError)
    this.unsubscribes.add(unsubscribe)
    return {
      ready: Promise.resolve(),
      close: async () => {
        this.unsubscribes.delete(unsubscribe)
        unsubscribe()
      },
    }
  }

  /** Constant: the outbox itself is the store. */
  async streamIdentity(): Promise<StreamIdentity> {
    return { createdAt: '1970-01-01T00:00:00.000Z', lastSeq: 0 }
  }

  status(): TransportStatus {
    return { connected: !this.closed }
  }

  onReconnect(_listener: () => void): () => void {
    return () => {}
  }

  async drain(): Promise<void> {
    await Promise.all([
      ...[...this.servers].map((server) => this.retire(server)),
      ...[...this.consumers].map((consumer) => consumer.stop()),
    ])
    await this.close()
  }

  async close(): Promise<void> {
    this.closed = true
    for (const server of this.servers) {
      this.broker.remove(server)
      server.gone = true
      for (const flight of server.flights) flight.vanish()
    }
    this.servers.clear()
    for (const consumer of this.consumers) consumer.abandon()
    this.consumers.clear()
    for (const unsubscribe of this.unsubscribes) unsubscribe()
    this.unsubscribes.clear()
    for (const flight of this.calls) flight.end(Cancelled())
    this.calls.clear()
  }

  private register(subject: string, queue: string, answer: LocalServer['answer'], options: ServeOptions): Subscription {
    const server: LocalServer = {
      subject,
      queue,
      answer,
      options,
      onError: this.onError,
      flights: new Set(),
      gone: false,
      onIdle: undefined,
    }
    this.servers.add(server)
    this.broker.add(server)
    return {
      close: async () => {
        await this.retire(server)
        this.servers.delete(server)
      },
    }
  }

  private retire(server: LocalServer): Promise<void> {
    this.broker.remove(server)
    if (server.flights.size === 0) return Promise.resolve()
    return new Promise((resolve) => (server.onIdle = resolve))
  }

  private find(subject: string, options: CallOptions): LocalServer {
    if (options.signal?.aborted) throw Cancelled()
    if (options.headers.deadlineAt <= Date.now()) throw DeadlineExceeded()
    const server = this.closed ? undefined : this.broker.pick(subject)
    if (!server) throw nobodyServes(subject)
    return server
  }

  private depart(server: LocalServer, options: CallOptions, fail: (problem: Problem) => void): LocalFlight {
    lastCall += 1
    const call = new ServingCall(`local.${lastCall}`, options.headers, options.context)
    return new LocalFlight(this.broker.deadlines, { server, call, calls: this.calls, signal: options.signal, fail })
  }
}
