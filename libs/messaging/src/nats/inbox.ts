import { randomBytes } from 'node:crypto'
import type { Msg, NatsConnection } from 'nats'

/** One end of something that is answered. */
export interface Endpoint {
  receive(message: Msg): void
}

/** True for the server's word that nobody listens to a subject. */
export function isNoResponders(message: Msg): boolean {
  return message.data.length === 0 && message.headers?.code === 503
}

/**
 * All answers of a connection arrive on one subscription and are handed on by the last token. `nc.request` would make a
 * stack trace and timers for each call.
 */
export class Inbox {
  readonly address: string
  private readonly endpoints = new Map<string, Endpoint>()
  private last = 0

  constructor(nc: NatsConnection, prefix: string, onError: (error: unknown) => void) {
    this.address = `${prefix}.${randomBytes(9).toString('hex')}`
    const skip = this.address.length + 1
    nc.subscribe(`${this.address}.>`, {
      callback: (error, message) => {
        if (error) return onError(error)
        // A throw here would end the client's read loop.
        try {
          this.endpoints.get(message.subject.slice(skip))?.receive(message)
        } catch (failure) {
          onError(failure)
        }
      },
    })
  }

  /** A token under which `endpoint` is reached until {@link close}. */
  open(endpoint: Endpoint): string {
    this.last += 1
    const token = this.last.toString(36)
    this.endpoints.set(token, endpoint)
    return token
  }

  subject(token: string): string {
    return `${this.address}.${token}`
  }

  close(token: string): void {
    this.endpoints.delete(token)
  }
}
