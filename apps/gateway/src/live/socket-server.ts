import { OriginRefused } from '@linkflow/contracts'
import { InternalError, NotFound, Unavailable } from '@linkflow/kernel'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Edge } from '../edge.js'
import { clientAddress } from '../http/client-address.js'
import { endWithProblem } from '../http/client-error.js'
import { problemOf } from '../http/problem-reply.js'
import type { Admitted } from '../identity/admission.js'
import type { Credentials } from '../identity/authenticator.js'
import { readCredentials, readWorkspaceId } from '../identity/read-credentials.js'
import { addressKey } from '../limits/address-key.js'
import { CloseCode } from './messages.js'
import { SocketSession } from './socket-session.js'

/** Path of the socket. */
export const SOCKET_PATH = '/ws'
const HEARTBEAT_MS = 30_000
const MAX_MESSAGE_BYTES = 64 * 1024
/** How long clients are given to say good-bye when the gateway goes. */
const CLOSE_WITHIN_MS = 2000

/** The WebSocket end of the gateway, beside the HTTP routes on the same port. */
export class SocketServer {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  private readonly sessions = new Set<SocketSession>()
  private readonly heartbeat: NodeJS.Timeout
  private closing = false

  constructor(
    private readonly edge: Edge,
    http: Server,
  ) {
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy())
      this.upgrade(request, socket, head).catch((error: unknown) => this.refuse(socket, error))
    })
    this.heartbeat = setInterval(() => {
      for (const session of this.sessions) session.beat()
    }, HEARTBEAT_MS)
    this.heartbeat.unref()
  }

  /** Says good-bye to everybody and waits a moment for the answers. */
  async close(): Promise<void> {
    this.closing = true
    clearInterval(this.heartbeat)
    for (const session of this.sessions) session.close(CloseCode.goingAway)
    const stragglers = setTimeout(() => this.server.clients.forEach((client) => client.terminate()), CLOSE_WITHIN_MS)
    await Promise.all([...this.server.clients].map((client) => new Promise((done) => client.once('close', done))))
    clearTimeout(stragglers)
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://gateway')
    if (url.pathname !== SOCKET_PATH) throw NotFound()
    if (this.closing) throw Unavailable({ service: 'gateway' })
    this.checkOrigin(request)
    const address = clientAddress(request, this.edge.config.TRUST_PROXY)
    const credentials = credentialsOf(request, url)
    const admitted = await this.admit(credentials, address)
    this.server.handleUpgrade(request, socket, head, (client) => {
      const session = new SocketSession(this.edge, client, address)
      this.sessions.add(session)
      client.on('close', () => this.sessions.delete(session))
      if (admitted) session.admit(admitted.caller, credentials)
    })
  }

  /** Whoever shows nothing at the handshake does so by message, and is counted by address until then. */
  private async admit(credentials: Credentials, address: string): Promise<Admitted | undefined> {
    if (credentials.token !== undefined || credentials.apiKey !== undefined)
      return this.edge.admission.authenticate(credentials, address)
    await this.edge.limits.consume('anonymous', addressKey(address))
    return undefined
  }

  /** Browsers let any page open a socket, so this is where foreign pages are kept out. */
  private checkOrigin({ headers }: IncomingMessage): void {
    const { origin, host } = headers
    if (origin === undefined || this.edge.config.CORS_ORIGINS.includes(origin)) return
    if (!URL.canParse(origin) || new URL(origin).host !== host) throw OriginRefused()
  }

  private refuse(socket: Duplex, error: unknown): void {
    const declared = problemOf(error)
    if (!declared) this.edge.logger.error({ err: error }, 'upgrade failed')
    endWithProblem(socket, declared ?? InternalError())
  }
}

/** Browsers cannot set headers on a socket: they say it in the query, or by message. */
function credentialsOf(request: IncomingMessage, { searchParams }: URL): Credentials {
  const credentials = readCredentials(request.headers)
  const token = searchParams.get('access_token')
  const workspaceId = searchParams.get('workspaceId')
  if (token !== null && credentials.token === undefined && credentials.apiKey === undefined) credentials.token = token
  if (workspaceId !== null && credentials.workspaceId === undefined)
    credentials.workspaceId = readWorkspaceId(workspaceId)
  return credentials
}
