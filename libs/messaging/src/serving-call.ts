import type { RequestContext } from '@linkflow/kernel'
import type { CallHeaders, IncomingCall } from './transport.js'

/** A call in the hands of its handler. Its signal is made only when somebody looks: a controller costs more than a call. */
export class ServingCall implements IncomingCall {
  readonly token?: string
  readonly requestId: string
  readonly deadlineAt: number
  traceparent?: string
  readonly clientIp?: string
  readonly userAgent?: string
  readonly idempotency?: CallHeaders['idempotency']
  private controller: AbortController | undefined
  private reason: unknown
  private listeners: (() => void)[] | undefined
  aborted = false

  constructor(
    readonly callId: string,
    headers: CallHeaders,
    readonly context?: RequestContext,
  ) {
    this.token = headers.token
    this.requestId = headers.requestId
    this.deadlineAt = headers.deadlineAt
    this.traceparent = headers.traceparent
    this.clientIp = headers.clientIp
    this.userAgent = headers.userAgent
    this.idempotency = headers.idempotency
  }

  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController()
      if (this.aborted) this.controller.abort(this.reason)
    }
    return this.controller.signal
  }

  /** Runs `listener` on abort without making a signal. */
  onAbort(listener: () => void): void {
    if (this.aborted) listener()
    else (this.listeners ??= []).push(listener)
  }

  abort(reason: unknown): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    this.controller?.abort(reason)
    for (const listener of this.listeners ?? []) listener()
  }
}
