import { Unavailable } from '@linkflow/kernel'
import type { NatsConnection } from 'nats'
import { Deadlines } from '../deadlines.js'
import { serviceOf } from '../service-of.js'
import type { ErrorHook } from '../transport.js'
import { Beats } from './beats.js'
import type { FrameHeader, FrameKind } from './frame.js'
import { decodeFrame, encodeFrame } from './frame.js'
import { Inbox } from './inbox.js'

/** A call that can be cancelled by its id. */
export interface Cancellable {
  cancel(): void
}

/** What calls and sessions of one connection share. */
export class Link {
  readonly inbox: Inbox
  readonly deadlines = new Deadlines()
  readonly beats: Beats
  /** Calls being served, by call id. */
  readonly serving = new Map<string, Cancellable>()
  connected = true
  private readonly controls = new Set<string>()

  constructor(
    readonly nc: NatsConnection,
    readonly onError: ErrorHook,
    options: { inboxPrefix: string; heartbeatMs: number },
  ) {
    this.beats = new Beats(options.heartbeatMs)
    this.inbox = new Inbox(nc, options.inboxPrefix, (error) => this.report(error, options.inboxPrefix))
  }

  /** Sends a frame; what a closed or broken connection swallows is missed by the other end's deadline or heartbeat. */
  post(subject: string, kind: FrameKind, header?: FrameHeader, body?: string | Uint8Array): void {
    if (this.nc.isClosed()) return
    this.nc.publish(subject, encodeFrame(kind, header, body))
  }

  /** @throws Unavailable when nothing can be sent: the client would drop it */
  assertConnected(service: string): void {
    if (!this.connected || this.nc.isClosed()) throw Unavailable({ service })
  }

  /** Tells whichever instance serves the call that nobody waits for it. */
  postCancel(subject: string, callId: string): void {
    this.post(controlSubject(subject), 'x', { id: callId })
  }

  /** Listens for cancellations of calls to `subject`; every instance hears them and the one concerned acts. */
  listenControl(subject: string): void {
    const control = controlSubject(subject)
    if (this.controls.has(control)) return
    this.controls.add(control)
    this.nc.subscribe(control, {
      callback: (error, message) => {
        if (error) return this.report(error, control)
        try {
          this.serving.get(decodeFrame(message.data).header.id ?? '')?.cancel()
        } catch (failure) {
          this.report(failure, control)
        }
      },
    })
  }

  report(error: unknown, subject: string): void {
    this.onError(error, { kind: 'connection', subject })
  }
}

/** `ctl.<service>` of `req.<service>.…`. */
function controlSubject(subject: string): string {
  return `ctl.${serviceOf(subject)}`
}
