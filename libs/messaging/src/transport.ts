import type { RequestContext } from '@linkflow/kernel'

/** What travels beside the input of a call, readable before the input is decoded. */
export interface CallHeaders {
  /** The signed context token. */
  token?: string
  requestId: string
  /** Unix milliseconds after which nobody waits for the answer. */
  deadlineAt: number
  /** W3C `traceparent` of the caller's span. */
  traceparent?: string
  /** Address of the person at the edge. */
  clientIp?: string
  /** Agent of the person at the edge. */
  userAgent?: string
  /** The `Idempotency-Key` of a creating request, with the hash of what it asked for. */
  idempotency?: { key: string; bodyHash: string }
}

/** A call as the serving side sees it. */
export interface IncomingCall extends CallHeaders {
  /** Unique among all calls of all services. */
  readonly callId: string
  /** The caller's context by reference; only the local transport can pass it, so that one process signs nothing. */
  readonly context?: RequestContext
  /** Aborted when the caller cancels or disappears, the deadline passes or the transport closes. Made when first read. */
  readonly signal: AbortSignal
}

export interface ServeOptions {
  /** Largest encoded input and output (for a stream: item) in bytes. */
  maxBytes: number
  /** The handler heartbeats while it works; a caller that misses three gets OutcomeUnknown. */
  long: boolean
}

export interface CallOptions extends ServeOptions {
  headers: CallHeaders
  context?: RequestContext
  signal?: AbortSignal
}

export type CallHandler = (input: unknown, call: IncomingCall) => Promise<unknown>
export type StreamHandler = (input: unknown, call: IncomingCall) => AsyncIterable<unknown>

/** A fact on its way from an outbox to the inboxes of its consumers. */
export interface EventMessage {
  /** Unique for ever; consumers recognise a repeat by it. */
  id: string
  /** `evt.<service>.<name>.v<version>.<workspaceId>`. */
  subject: string
  /** What events are ordered by, usually the id of an aggregate. */
  key: string
  /** Position among the events of `key`. */
  seq: number
  data: unknown
  headers: EventHeaders
}

export interface EventHeaders {
  traceparent?: string
  /** Who caused the event, as a fact. */
  actor?: string
}

/** `attempt` counts from 1 and goes on across redeliveries. */
export type DeliveredEvent = EventMessage & { attempt: number }

/** What becomes of a delivered event; `park` ends it after the handler has recorded it as a dead letter. */
export type EventOutcome = 'ack' | 'park' | { retryAfterMs: number }

/** May throw: the event is then tried again with growing pauses, and reported. */
export type EventHandler = (event: DeliveredEvent) => Promise<EventOutcome>

export interface ConsumerOptions {
  /** Durable name; all replicas of a service share it. */
  name: string
  /** Subjects with wildcards: `evt.workflow.workflow-deleted.v1.>`. */
  filterSubjects: readonly string[]
  /** Handlers that run at once in this process; events of one key never overlap. */
  maxConcurrent: number
  /** How long the transport waits before it gives an event of a vanished process to another, in milliseconds. */
  ackWaitMs: number
}

/** Something that is listened to. */
export interface Subscription {
  /** Takes nothing new; resolves when what was running has finished. */
  close(): Promise<void>
}

export interface LiveSubscription extends Subscription {
  /** Settled when messages are certain to arrive: read a snapshot after it and no change is missed. */
  readonly ready: Promise<void>
}

/** JSON, or what makes it. */
export type LiveData = object | (() => object)
export type LiveHandler = (subject: string, data: unknown) => void

/** What tells a wiped event stream from the one of before. */
export interface StreamIdentity {
  /** RFC 3339; differs after the stream was made anew. */
  createdAt: string
  /** Goes down when the stream lost its end. */
  lastSeq: number
}

export interface TransportStatus {
  connected: boolean
  detail?: string
}

/** Told what is not a declared problem and therefore does not cross the wire. */
export type ErrorHook = (
  error: unknown,
  where: { kind: 'serve' | 'consume' | 'live' | 'connection'; subject: string },
) => void

/**
 * How messages travel. Both adapters use the same codec, limits and semantics; the `conformance-*.spec.ts` files say which.
 * Whatever arrives is a fresh copy, `undefined` members are dropped.
 */
export interface Transport {
  readonly kind: 'local' | 'nats'

  /**
   * Answers calls to `subject`, one server of the queue group each. A thrown Problem reaches the caller unchanged;
   * anything else becomes InternalError and is given to the error hook.
   */
  serve(subject: string, queue: string, handler: CallHandler, options: ServeOptions): Promise<Subscription>

  /**
   * Calls `subject` and gives its answer. Above 512 KiB, up to `maxBytes`, both directions go in acknowledged chunks.
   *
   * @throws Unavailable when nobody serves; DeadlineExceeded; Cancelled when `signal` aborts (the handler's signal
   * aborts too); OutcomeUnknown when the server of a long call vanished; MessageTooLarge; the handler's problem.
   */
  request(subject: string, input: unknown, options: CallOptions): Promise<unknown>

  /** Answers with a sequence of items; the producer runs at most 16 messages ahead of its reader. */
  serveStream(subject: string, queue: string, handler: StreamHandler, options: ServeOptions): Promise<Subscription>

  /**
   * Reads what a stream handler yields, in order. Nothing is sent before the first read. Leaving the loop aborts the
   * producer; heartbeats tell both ends of the other's disappearance (OutcomeUnknown). The deadline bounds the whole.
   */
  openStream(subject: string, input: unknown, options: CallOptions): AsyncIterable<unknown>

  /**
   * Hands an event over durably: to JetStream, or, locally, to every consumer until it has acknowledged. The caller
   * keeps the event (the outbox) and sends it again when this throws.
   *
   * @throws Unavailable, MessageTooLarge.
   */
  publishEvent(event: EventMessage): Promise<{ duplicate: boolean }>

  /** Takes events durably, in order per key, at least once. A retried event blocks only its key. */
  consume(options: ConsumerOptions, handler: EventHandler): Promise<Subscription>

  /** Sends what may be lost, at most once. Data that costs something to make is given as a function, called only when it is sent. */
  publishLive(subject: string, data: LiveData): void
  /** `pattern` may hold `*` (one token) and end in `>` (one or more). */
  subscribeLive(pattern: string, handler: LiveHandler): LiveSubscription

  /** Identity of the event store, for the outbox relay. Constant where the outbox is the only store. */
  streamIdentity(): Promise<StreamIdentity>

  status(): TransportStatus
  /** Calls back after each re-established connection; the result stops it. */
  onReconnect(listener: () => void): () => void
  /** Stops accepting, lets running handlers finish, then closes. */
  drain(): Promise<void>
  /** Ends at once: running handlers are aborted and their answers dropped. */
  close(): Promise<void>
}
