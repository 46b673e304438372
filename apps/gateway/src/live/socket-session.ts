import { TooManySubscriptions } from '@linkflow/contracts'
import { BodyMalformed, InputInvalid, InternalError, Unauthenticated, newId } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { inputErrors } from '@linkflow/service'
import type { RawData, WebSocket } from 'ws'
import type { Edge } from '../edge.js'
import { problemOf } from '../http/problem-reply.js'
import type { Caller, Credentials } from '../identity/authenticator.js'
import type { ExecutionFeed } from './execution-feed.js'
import { Lease } from './lease.js'
import { ClientMessage, CloseCode } from './messages.js'
import { NotificationFeed } from './notification-feed.js'

const AUTHENTICATE_WITHIN_MS = 10_000
const MAX_SUBSCRIPTIONS = 100
/** A reader that lags behind by so many bytes is cut off; it comes back and says where it was. */
const MAX_BUFFERED_BYTES = 1024 * 1024

type Subscribe = Extract<ClientMessage, { type: 'subscribe'; channel: 'execution' }>

/** One client on the socket: who it is and what it watches. */
export class SocketSession {
  readonly requestId = newId()
  private readonly subscriptions = new Map<string, ExecutionFeed>()
  private readonly patience: NodeJS.Timeout
  private caller: Caller | undefined
  private lease: Lease | undefined
  private notifications: NotificationFeed | undefined
  private alive = true

  constructor(
    private readonly edge: Edge,
    private readonly socket: WebSocket,
    private readonly address: string,
  ) {
    this.patience = setTimeout(() => this.close(CloseCode.unauthenticated), AUTHENTICATE_WITHIN_MS)
    this.patience.unref()
    socket.on('message', (data, binary) => void this.receive(data, binary))
    socket.on('pong', () => (this.alive = true))
    // A broken frame or a message too large: ws closes the socket by itself.
    socket.on('error', () => undefined)
    socket.on('close', () => this.release())
  }

  /** The client has shown who it is, at the handshake or by message. */
  admit(caller: Caller, credentials: Credentials): void {
    clearTimeout(this.patience)
    this.lease?.release()
    this.caller = caller
    const { authenticator, host } = this.edge
    const shown = { credentials, address: this.address }
    const expire = () => this.close(CloseCode.unauthenticated)
    this.lease = new Lease(authenticator, shown, caller, expire, host.clock.now().getTime())
  }

  /** Asks whether the client is still there and still allowed; one that did not answer the last time is gone. */
  beat(): void {
    if (!this.alive) return this.socket.terminate()
    this.alive = false
    this.socket.ping()
    void this.lease?.check()
  }

  close(code: number): void {
    this.socket.close(code)
  }

  private async receive(data: RawData, binary: boolean): Promise<void> {
    let id: string | undefined
    try {
      const message = readMessage(data, binary)
      id = 'id' in message ? message.id : undefined
      await this.handle(message)
    } catch (error) {
      this.sendError(error, id)
    }
  }

  private async handle(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case 'ping':
        return this.send({ type: 'pong' })
      case 'authenticate':
        return this.authenticate({
          token: message.token,
          ...(message.workspaceId && { workspaceId: message.workspaceId }),
        })
      case 'subscribe':
        return message.channel === 'execution' ? this.subscribe(message) : this.subscribeToNotifications()
      case 'unsubscribe':
        if (message.channel === 'execution') this.drop(message.id)
        else this.dropNotifications()
        return this.send({ ...message, type: 'unsubscribed' })
    }
  }

  private async authenticate(credentials: Credentials): Promise<void> {
    try {
      const { caller } = await this.edge.admission.authenticate(credentials, this.address)
      if (this.caller && !samePerson(this.caller, caller)) throw Unauthenticated()
      this.admit(caller, credentials)
      this.send({ type: 'authenticated', workspaceId: caller.workspaceId })
    } catch (error) {
      this.sendError(error)
      this.close(CloseCode.unauthenticated)
    }
  }

  private async subscribe({ channel, id, lastSeq = 0 }: Subscribe): Promise<void> {
    if (!this.caller) throw Unauthenticated()
    if (!this.subscriptions.has(id) && this.subscriptions.size >= MAX_SUBSCRIPTIONS)
      throw TooManySubscriptions({ limit: MAX_SUBSCRIPTIONS })
    await this.edge.admission.count(this.caller)
    this.drop(id)
    const feed = this.edge.feeds.create(this.context(this.caller), {
      executionId: id,
      afterSeq: lastSeq,
      listener: {
        onOpen: () => this.send({ type: 'subscribed', channel, id, seq: lastSeq }),
        onEvent: (event) => this.send(event),
        onEnd: (problem) => {
          this.drop(id)
          if (problem) this.sendError(problem, id)
          else this.send({ type: 'ended', channel, id })
        },
      },
    })
    this.subscriptions.set(id, feed)
    try {
      await feed.start()
    } catch (error) {
      // The client may have asked anew meanwhile.
      if (this.subscriptions.get(id) === feed) this.drop(id)
      throw error
    }
  }

  private async subscribeToNotifications(): Promise<void> {
    if (!this.caller) throw Unauthenticated()
    await this.edge.admission.count(this.caller)
    const feed = await NotificationFeed.open(this.edge.host.transport, this.caller, (message) => this.send(message))
    // The client may have asked twice or gone meanwhile.
    this.dropNotifications()
    if (this.socket.readyState !== this.socket.OPEN) return feed.close()
    this.notifications = feed
    this.send({ type: 'subscribed', channel: 'notifications' })
  }

  private dropNotifications(): void {
    this.notifications?.close()
    this.notifications = undefined
  }

  private drop(id: string): void {
    const feed = this.subscriptions.get(id)
    if (!feed) return
    this.subscriptions.delete(id)
    this.edge.feeds.release(feed)
  }

  private context({ principal, workspaceId, permissions }: Caller): RequestContext {
    const client = { ip: this.address }
    return { principal, workspaceId, permissions, requestId: this.requestId, deadlineAt: 0, client }
  }

  private sendError(error: unknown, id?: string): void {
    const problem = problemOf(error)
    if (!problem) this.edge.logger.error({ err: error, requestId: this.requestId }, 'socket message failed')
    const document = (problem ?? InternalError()).toDocument(this.requestId)
    this.send({ type: 'error', ...(id !== undefined && { id }), problem: document })
  }

  private send(message: object): void {
    if (this.socket.readyState !== this.socket.OPEN) return
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) return this.close(CloseCode.tryAgainLater)
    this.socket.send(JSON.stringify(message))
  }

  private release(): void {
    clearTimeout(this.patience)
    this.lease?.release()
    this.dropNotifications()
    for (const id of [...this.subscriptions.keys()]) this.drop(id)
  }
}

function readMessage(data: RawData, binary: boolean): ClientMessage {
  if (binary) throw BodyMalformed()
  let value: unknown
  try {
    value = JSON.parse(String(data))
  } catch (cause) {
    throw BodyMalformed(undefined, { cause })
  }
  const parsed = ClientMessage.safeParse(value)
  if (!parsed.success) throw InputInvalid({ errors: inputErrors(parsed.error) })
  return parsed.data
}

/** A new token may replace an old one, but not make the connection somebody else's. */
function samePerson(a: Caller, b: Caller): boolean {
  const id = ({ principal }: Caller) => (principal.kind === 'user' ? principal.id : undefined)
  return id(a) !== undefined && id(a) === id(b) && a.workspaceId === b.workspaceId
}
