import { Unavailable } from '@linkflow/kernel'
import type { Msg } from 'nats'
import { headers } from 'nats'
import type { Expiring } from '../deadlines.js'
import { encodeEvent } from '../event-codec.js'
import type { EventMessage } from '../transport.js'
import type { Endpoint } from './inbox.js'
import { isNoResponders } from './inbox.js'
import type { Link } from './link.js'

interface PubAck {
  duplicate?: boolean
  error?: { description: string; err_code?: number }
}

/** How long JetStream may take to acknowledge, in milliseconds. */
const ACK_TIMEOUT_MS = 5_000

/** Nothing keeps events: the stream is missing, or JetStream as a whole. */
export class StreamMissing extends Error {}

/** One event on its way to JetStream. */
export class EventPublication implements Endpoint, Expiring {
  readonly deadlineAt = Date.now() + ACK_TIMEOUT_MS
  private readonly token: string

  private constructor(
    private readonly link: Link,
    private readonly resolve: (ack: { duplicate: boolean }) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    this.token = link.inbox.open(this)
    link.deadlines.add(this)
  }

  /** @throws StreamMissing, Unavailable, MessageTooLarge */
  static send(link: Link, event: EventMessage): Promise<{ duplicate: boolean }> {
    return new Promise((resolve, reject) => {
      const text = encodeEvent(event)
      link.assertConnected('messaging')
      const publication = new EventPublication(link, resolve, reject)
      const ids = headers()
      ids.set('Nats-Msg-Id', event.id)
      link.nc.publish(event.subject, text, { reply: link.inbox.subject(publication.token), headers: ids })
    })
  }

  receive(message: Msg): void {
    this.settle()
    if (isNoResponders(message)) return this.reject(new StreamMissing())
    const ack = message.json<PubAck>()
    if (ack.error) this.reject(Unavailable({ service: 'messaging' }, { cause: new Error(ack.error.description) }))
    else this.resolve({ duplicate: ack.duplicate === true })
  }

  expire(): void {
    this.settle()
    this.reject(Unavailable({ service: 'messaging' }))
  }

  private settle(): void {
    this.link.inbox.close(this.token)
    this.link.deadlines.delete(this)
  }
}
