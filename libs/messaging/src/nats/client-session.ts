import { Cancelled, DeadlineExceeded, OutcomeUnknown } from '@linkflow/kernel'
import type { Msg } from 'nats'
import { MESSAGE_LIMIT_BYTES } from '../codec.js'
import type { Expiring } from '../deadlines.js'
import { CreditGate, WINDOW } from '../flow/credit-gate.js'
import { nobodyServes } from '../service-of.js'
import type { CallOptions } from '../transport.js'
import { decodeProblem } from '../wire-problem.js'
import type { Beating } from './beats.js'
import type { Frame } from './frame.js'
import { decodeFrame, encodeFrame, HEADER_ROOM_BYTES } from './frame.js'
import type { Endpoint } from './inbox.js'
import { isNoResponders } from './inbox.js'
import type { Link } from './link.js'
import { Assembly, partsOf } from './parts.js'
import { requestHeader } from './request-header.js'

/** Where a session brings what arrives: encoded items, then the end or a problem. */
export interface Sink {
  item(text: string): void
  end(): void
  fail(problem: unknown): void
}

/** The calling end of a call or stream. It ends exactly once. */
export class ClientSession implements Endpoint, Expiring, Beating {
  readonly deadlineAt: number
  readonly watches = true
  private readonly token: string
  private readonly assembly = new Assembly()
  private readonly gate = new CreditGate()
  private peer: string | undefined
  private upload: string | undefined
  private taken = 0
  private granted = 0
  private ended = false

  constructor(
    private readonly link: Link,
    private readonly request: { subject: string; options: CallOptions; stream: boolean },
    private readonly sessions: Set<ClientSession>,
    private readonly sink: Sink,
  ) {
    this.deadlineAt = request.options.headers.deadlineAt
    this.token = link.inbox.open(this)
    sessions.add(this)
  }

  send(text: string): void {
    const { subject, options, stream } = this.request
    this.link.deadlines.add(this)
    if (stream || options.long) this.link.beats.add(this)
    options.signal?.addEventListener('abort', this.cancel)
    const room = MESSAGE_LIMIT_BYTES - HEADER_ROOM_BYTES
    const chunked = text.length * 3 > room && Buffer.byteLength(text) > room
    if (chunked) this.upload = text
    const header = requestHeader(options, stream, chunked)
    this.link.nc.publish(subject, encodeFrame('q', header, chunked ? '' : text), { reply: this.callId })
  }

  receive(message: Msg): void {
    if (isNoResponders(message)) return this.end(nobodyServes(this.request.subject))
    this.link.beats.heard(this)
    const frame = decodeFrame(message.data)
    if (frame.kind === 'r') {
      if (this.settle()) this.sink.item(frame.body.toString())
    } else if (frame.kind === 'e') this.end(decodeProblem(frame.body.toString()))
    else if (frame.kind === 'o') this.open(frame)
    else if (frame.kind === 'd') this.data(frame)
    else if (frame.kind === 'z') this.close(frame)
    else if (frame.header.n !== undefined) this.gate.grant(frame.header.n)
  }

  /** The reader has taken an item. */
  take(): void {
    this.taken += 1
    if (this.taken - this.granted >= WINDOW / 2) this.grant()
  }

  beat(): void {
    if (this.peer) this.link.post(this.peer, 'h', { n: this.taken })
  }

  missed(): void {
    this.end(OutcomeUnknown())
    this.link.postCancel(this.request.subject, this.callId)
  }

  expire(): void {
    this.end(DeadlineExceeded())
  }

  readonly cancel = (): void => {
    if (this.ended) return
    this.link.postCancel(this.request.subject, this.callId)
    this.end(Cancelled())
  }

  private get callId(): string {
    return this.link.inbox.subject(this.token)
  }

  private open(frame: Frame): void {
    this.peer = frame.header.a
    const { upload, peer } = this
    this.upload = undefined
    if (upload === undefined || peer === undefined) return
    void this.sendParts(upload, peer)
  }

  private async sendParts(text: string, peer: string): Promise<void> {
    try {
      for (const { bytes, more } of partsOf(text))
        this.link.post(peer, 'd', { n: await this.gate.pass(), m: more ? 1 : undefined }, bytes)
    } catch (error) {
      this.end(error)
    }
  }

  private data({ header, body }: Frame): void {
    try {
      const text = this.assembly.accept(header.n, header.m === 1, body)
      if (text === undefined) this.take()
      else if (this.request.stream || this.settle()) this.sink.item(text)
    } catch (error) {
      this.end(error)
    }
  }

  private close({ header }: Frame): void {
    try {
      this.assembly.check(header.n)
      if (this.settle()) this.sink.end()
    } catch (error) {
      this.end(error)
    }
  }

  private grant(): void {
    this.granted = this.taken
    if (this.peer) this.link.post(this.peer, 'w', { n: this.taken })
  }

  private end(problem: unknown): void {
    if (this.settle()) this.sink.fail(problem)
  }

  private settle(): boolean {
    if (this.ended) return false
    this.ended = true
    this.link.deadlines.delete(this)
    this.link.beats.delete(this)
    this.link.inbox.close(this.token)
    this.sessions.delete(this)
    this.request.options.signal?.removeEventListener('abort', this.cancel)
    this.gate.fail(OutcomeUnknown())
    return true
  }
}
