import { Cancelled, DeadlineExceeded } from '@linkflow/kernel'
import type { Msg } from 'nats'
import { decode, encode, MESSAGE_LIMIT_BYTES } from '../codec.js'
import type { Expiring } from '../deadlines.js'
import { CreditGate } from '../flow/credit-gate.js'
import { ServingCall } from '../serving-call.js'
import type { CallHandler, ServeOptions, StreamHandler } from '../transport.js'
import { encodeProblem } from '../wire-problem.js'
import type { Beating } from './beats.js'
import type { Frame } from './frame.js'
import { decodeFrame, HEADER_ROOM_BYTES } from './frame.js'
import type { Endpoint } from './inbox.js'
import type { Cancellable, Link } from './link.js'
import { Assembly, partsOf } from './parts.js'
import type { RequestHeader } from './request-header.js'
import { callHeaders } from './request-header.js'

export type Answer = { kind: 'call'; handler: CallHandler } | { kind: 'stream'; handler: StreamHandler }

/** What one subscription serves with. */
export interface Served {
  subject: string
  answer: Answer
  options: ServeOptions
  /** Calls in hand. */
  sessions: Set<ServerSession>
  /** Told when the last one has left. */
  onIdle: (() => void) | undefined
}

/** The serving end of a call or stream. */
export class ServerSession implements Endpoint, Expiring, Beating, Cancellable {
  readonly deadlineAt: number
  readonly watches: boolean
  private readonly call: ServingCall
  private readonly gate = new CreditGate()
  private readonly assembly = new Assembly()
  private token: string | undefined
  private received = 0

  constructor(
    private readonly link: Link,
    private readonly served: Served,
    private readonly reply: string,
    private readonly header: RequestHeader,
  ) {
    this.call = new ServingCall(reply, callHeaders(header))
    this.deadlineAt = header.d
    this.watches = header.s === 1
  }

  begin(body: Buffer): void {
    this.served.sessions.add(this)
    this.link.serving.set(this.reply, this)
    this.link.deadlines.add(this)
    if (this.served.options.long || this.header.s) this.link.beats.add(this)
    if (this.header.n) this.open()
    else void this.run(body.toString())
  }

  receive(message: Msg): void {
    this.link.beats.heard(this)
    const frame = decodeFrame(message.data)
    if (frame.kind === 'd') this.part(frame)
    else if (frame.header.n !== undefined) this.gate.grant(frame.header.n)
  }

  beat(): void {
    this.link.post(this.reply, 'h', this.received > 0 ? { n: this.received } : undefined)
  }

  missed(): void {
    this.abort(Cancelled())
  }

  cancel(): void {
    this.abort(Cancelled())
  }

  expire(): void {
    this.abort(DeadlineExceeded())
  }

  /** Nobody waits any more: the handler is told; what it still gives is dropped. */
  abort(problem: unknown): void {
    this.call.abort(problem)
    this.gate.fail(problem)
    // The input never became whole, so no handler will leave for us.
    if (this.header.n) this.leave()
  }

  private open(): void {
    if (this.token !== undefined) return
    this.token = this.link.inbox.open(this)
    this.link.post(this.reply, 'o', { a: this.link.inbox.subject(this.token) })
  }

  private part({ header, body }: Frame): void {
    try {
      const text = this.assembly.accept(header.n, header.m === 1, body)
      this.received += 1
      if (text === undefined) this.link.post(this.reply, 'w', { n: this.received })
      else {
        this.header.n = undefined
        void this.run(text)
      }
    } catch (error) {
      this.abort(error)
    }
  }

  private async run(input: string): Promise<void> {
    const { answer } = this.served
    try {
      if (answer.kind === 'call') await this.respond(await answer.handler(decode(input), this.call))
      else await this.produce(answer.handler(decode(input), this.call))
    } catch (error) {
      if (!this.call.aborted)
        this.link.post(this.reply, 'e', undefined, encodeProblem(error, this.served.subject, this.link.onError))
    } finally {
      this.leave()
    }
  }

  private async respond(output: unknown): Promise<void> {
    const text = encode(output, this.served.options.maxBytes)
    if (this.call.aborted) return
    const room = MESSAGE_LIMIT_BYTES - HEADER_ROOM_BYTES
    if (text.length * 3 <= room || Buffer.byteLength(text) <= room)
      return this.link.post(this.reply, 'r', undefined, text)
    this.open()
    await this.sendItem(text)
  }

  private async produce(items: AsyncIterable<unknown>): Promise<void> {
    this.open()
    for await (const item of items) await this.sendItem(encode(item, this.served.options.maxBytes))
    this.link.post(this.reply, 'z', { n: await this.gate.pass() })
  }

  private async sendItem(text: string): Promise<void> {
    for (const { bytes, more } of partsOf(text))
      this.link.post(this.reply, 'd', { n: await this.gate.pass(), m: more ? 1 : undefined }, bytes)
  }

  private leave(): void {
    this.link.serving.delete(this.reply)
    this.link.deadlines.delete(this)
    this.link.beats.delete(this)
    if (this.token !== undefined) this.link.inbox.close(this.token)
    this.served.sessions.delete(this)
    if (this.served.sessions.size === 0) this.served.onIdle?.()
  }
}
