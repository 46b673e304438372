import type { EventContract, InputGiven, Output, RequestContract } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import type {
  CallHeaders,
  CallOptions,
  ConsumerOptions,
  EventHandler,
  EventHeaders,
  EventMessage,
  IncomingCall,
  LiveData,
  LiveHandler,
  LiveSubscription,
  Subscription,
  Transport,
} from './transport.js'

/** What a context of one's own is made for. */
export interface ServiceContextRequest {
  workspaceId?: string
  requestId: string
  deadlineAt: number
  traceparent?: string
}

/** Mints contexts in which a service acts as itself. */
export interface ServiceIdentity {
  serviceContext(request: ServiceContextRequest): RequestContext | Promise<RequestContext>
  /** The token that proves a context to other processes; undefined where contexts go by reference. */
  tokenFor(ctx: RequestContext): Promise<string | undefined>
}

/**
 * Runs around every message, for spans and metrics. `headers.traceparent` may be replaced before `next` is called.
 */
export type Around = <T>(
  kind: 'call' | 'serve' | 'publish' | 'consume',
  subject: string,
  headers: { traceparent?: string },
  next: () => Promise<T>,
) => Promise<T>

export interface MessagingOptions {
  /** Name of the service; its queue group. */
  service: string
  transport: Transport
  identity: ServiceIdentity
  around?: Around
}

export interface CallChoices {
  signal?: AbortSignal
  /** Shortens or lengthens the contract's own time; the caller's deadline still bounds it. */
  timeoutMs?: number
}

/** Anybody may send us a long one; headers must stay small. */
const USER_AGENT_CHARACTERS = 512

/** What a service sends and answers messages with, typed by contracts. */
export class Messaging {
  readonly service: string
  readonly transport: Transport
  private readonly identity: ServiceIdentity
  private readonly around: Around

  constructor(options: MessagingOptions) {
    this.service = options.service
    this.transport = options.transport
    this.identity = options.identity
    this.around = options.around ?? ((_kind, _subject, _headers, next) => next())
  }

  /**
   * Calls an operation of another service on behalf of `ctx`; an internal one in this service's own name.
   *
   * @throws the contract's problems and those of {@link Transport.request}
   */
  async call<C extends RequestContract>(
    contract: C,
    input: InputGiven<C>,
    ctx: RequestContext,
    choices: CallChoices = {},
  ): Promise<Output<C>> {
    const options = await this.prepare(contract, ctx, choices)
    const send = () => this.transport.request(contract.subject, input, options)
    return (await this.around('call', contract.subject, options.headers, send)) as Output<C>
  }

  /** Reads the items an operation streams; each has the type of the contract's output. */
  async *stream<C extends RequestContract>(
    contract: C,
    input: InputGiven<C>,
    ctx: RequestContext,
    choices: CallChoices = {},
  ): AsyncGenerator<Output<C>> {
    const options = await this.prepare(contract, ctx, choices)
    yield* this.transport.openStream(contract.subject, input, options) as AsyncIterable<Output<C>>
  }

  /** Answers an operation. The input is as it arrived: the platform validates it. */
  serve(
    contract: RequestContract,
    handler: (input: unknown, call: IncomingCall) => Promise<unknown>,
  ): Promise<Subscription> {
    const { subject } = contract
    const answer = (input: unknown, call: IncomingCall) =>
      this.around('serve', subject, call, () => handler(input, call))
    return this.transport.serve(subject, this.service, answer, contract)
  }

  /** Answers an operation with a sequence of items. */
  serveStream(
    contract: RequestContract,
    handler: (input: unknown, call: IncomingCall) => AsyncIterable<unknown>,
  ): Promise<Subscription> {
    return this.transport.serveStream(contract.subject, this.service, handler, contract)
  }

  /** Hands one event of the outbox over. */
  publishEvent(event: EventMessage): Promise<{ duplicate: boolean }> {
    const headers: EventHeaders = { ...event.headers }
    return this.around('publish', event.subject, headers, () => this.transport.publishEvent({ ...event, headers }))
  }

  /** Takes events durably; see {@link Transport.consume}. */
  consume(options: ConsumerOptions, handler: EventHandler): Promise<Subscription> {
    return this.transport.consume(options, (event) =>
      this.around('consume', event.subject, event.headers, () => handler(event)),
    )
  }

  publishLive(subject: string, data: LiveData): void {
    this.transport.publishLive(subject, data)
  }

  subscribeLive(pattern: string, handler: LiveHandler): LiveSubscription {
    return this.transport.subscribeLive(pattern, handler)
  }

  private async prepare(contract: RequestContract, ctx: RequestContext, choices: CallChoices): Promise<CallOptions> {
    const deadlineAt = Math.min(ctx.deadlineAt, Date.now() + (choices.timeoutMs ?? contract.timeoutMs))
    const { workspaceId, requestId, traceparent } = ctx
    const context =
      // An execution speaks for itself: what it may be given is decided by who it is.
      contract.access.kind === 'internal' && ctx.principal.kind !== 'execution'
        ? await this.identity.serviceContext({ workspaceId, requestId, deadlineAt, traceparent })
        : ctx
    const headers: CallHeaders = {
      token: await this.identity.tokenFor(context),
      requestId,
      deadlineAt,
      traceparent,
      clientIp: ctx.client?.ip,
      userAgent: ctx.client?.userAgent?.slice(0, USER_AGENT_CHARACTERS),
      idempotency: ctx.idempotency && { key: ctx.idempotency.key, bodyHash: ctx.idempotency.bodyHash },
    }
    const { maxBytes, long } = contract
    const signal = choices.signal && ctx.signal ? AbortSignal.any([choices.signal, ctx.signal]) : choices.signal
    return { headers, context, maxBytes, long, signal: signal ?? ctx.signal }
  }
}

/** Subject of an event of one workspace. */
export function eventSubject(contract: EventContract, workspaceId: string): string {
  return `${contract.subject}.${workspaceId}`
}

/** Pattern of an event contract in every workspace. */
export function eventFilter(contract: EventContract): string {
  return `${contract.subject}.>`
}
