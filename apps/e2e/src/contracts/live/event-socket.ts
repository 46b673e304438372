import { until } from '@linkflow/testing'
import { WebSocket } from 'ws'

export interface LiveMessage {
  type: string
  id?: string
  seq?: number
  executionId?: string
  problem?: { code: string; status: number }
}

/** A client of /ws that keeps everything it is told. */
export class EventSocket {
  readonly messages: LiveMessage[] = []
  /** Code the server closed with, once it has. */
  closeCode: number | undefined
  /** Status of the handshake: 101 when it succeeded. */
  readonly opened: Promise<number>

  constructor(
    url: string,
    options: { headers?: Record<string, string>; query?: Record<string, string>; protocol?: undefined } = {},
  ) {
    const address = new URL('/ws', url.replace(/^http/, 'ws'))
    for (const [name, value] of Object.entries(options.query ?? {})) address.searchParams.set(name, value)
    this.socket = new WebSocket(address, { headers: options.headers })
    this.socket.on('message', (data) => this.messages.push(JSON.parse(String(data)) as LiveMessage))
    this.socket.on('close', (code) => (this.closeCode = code))
    this.socket.on('error', () => undefined)
    this.opened = new Promise((done) => {
      this.socket.once('open', () => done(101))
      this.socket.once('unexpected-response', (request, response) => {
        done(response.statusCode ?? 0)
        request.destroy()
      })
    })
  }

  private readonly socket: WebSocket

  send(message: object): void {
    this.socket.send(JSON.stringify(message))
  }

  subscribe(id: string, lastSeq?: number): void {
    this.send({ type: 'subscribe', channel: 'execution', id, ...(lastSeq !== undefined && { lastSeq }) })
  }

  /** The first message of a type, once it has come. */
  next(type: string): Promise<LiveMessage> {
    return until(`a message "${type}" after ${JSON.stringify(this.messages)}`, () =>
      this.messages.find((message) => message.type === type),
    )
  }

  /** Sequence numbers of the events that came, in the order they came. */
  get sequences(): number[] {
    return this.messages.filter(({ executionId }) => executionId).map(({ seq }) => seq!)
  }

  closedWith(): Promise<number> {
    return until('the socket is closed', () => this.closeCode)
  }

  /** Breaks the connection, as a network does. */
  break(): void {
    this.socket.terminate()
  }
}

/** 1, 2, … or as far as from one number to another. */
export const count = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
