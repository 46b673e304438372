import type { Subscription } from '../transport.js'
import { decodeFrame } from './frame.js'
import type { Link } from './link.js'
import type { RequestHeader } from './request-header.js'
import type { Served } from './server-session.js'
import { ServerSession } from './server-session.js'

/** A subscription that answers, and the calls it has in hand. */
export interface Serving extends Subscription {
  served: Served
}

/** Listens for calls in a queue group; resolves when the server knows of it. */
export async function listen(
  link: Link,
  queue: string,
  { subject, answer, options }: Pick<Served, 'subject' | 'answer' | 'options'>,
): Promise<Serving> {
  const served: Served = { subject, answer, options, sessions: new Set(), onIdle: undefined }
  link.listenControl(subject)
  const subscription = link.nc.subscribe(subject, {
    queue,
    callback: (error, message) => {
      if (error) return link.report(error, subject)
      try {
        if (!message.reply) return
        const { header, body } = decodeFrame<RequestHeader>(message.data)
        // Sent before a pause of the network or of this process: its caller has gone.
        if (header.d <= Date.now()) return
        new ServerSession(link, served, message.reply, header).begin(body)
      } catch (failure) {
        link.report(failure, subject)
      }
    },
  })
  await link.nc.flush()
  const close = async () => {
    // Draining lets what the server has already sent us arrive.
    if (!link.nc.isClosed()) await subscription.drain()
    if (served.sessions.size > 0) await new Promise<void>((resolve) => (served.onIdle = resolve))
  }
  return { served, close }
}
