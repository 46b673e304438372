import type { WebSocket } from 'ws'

/** What the gateway says over the socket. */
export type Message = { type: string; id?: string; seq?: number; problem?: { code: string; status: number } } & Record<
  string,
  unknown
>

/** A client that is read message by message. */
export class SocketClient {
  private readonly messages: Message[] = []
  private wake: () => void = () => undefined
  readonly closed: Promise<number>
  readonly opened: Promise<number>

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.messages.push(JSON.parse(String(data)) as Message)
      this.wake()
    })
    socket.on('error', () => undefined)
    this.closed = new Promise((done) => socket.once('close', (code) => done(code)))
    this.opened = new Promise((done) => {
      socket.once('open', () => done(101))
      socket.once('unexpected-response', (_request, response) => {
        done(response.statusCode!)
        response.resume()
        socket.terminate()
      })
    })
  }

  send(message: unknown): this {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    return this
  }

  async next(): Promise<Message> {
    while (this.messages.length === 0) await new Promise<void>((done) => (this.wake = done))
    return this.messages.shift()!
  }

  async ask(message: unknown): Promise<Message> {
    return this.send(message).next()
  }
}
