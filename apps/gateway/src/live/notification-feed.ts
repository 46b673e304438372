import { NotificationNews, SessionRequired, notificationsSubject } from '@linkflow/contracts'
import { Unauthenticated } from '@linkflow/kernel'
import type { LiveSubscription, Transport } from '@linkflow/messaging'
import type { Caller } from '../identity/authenticator.js'

/** News of one person's notifications in one workspace, as they come; what was missed is in the list. */
export class NotificationFeed {
  private readonly subscription: LiveSubscription
  private readonly stopListening: () => void

  private constructor(
    transport: Transport,
    { workspaceId, userId }: { workspaceId: string; userId: string },
    send: (message: object) => void,
  ) {
    this.subscription = transport.subscribeLive(notificationsSubject(workspaceId, userId), (_subject, data) => {
      const news = NotificationNews.safeParse(data)
      if (news.success) send({ type: 'notification', channel: 'notifications', ...news.data })
    })
    // While the connection was away news may have been lost: whoever listens reads the list again.
    this.stopListening = transport.onReconnect(() => send({ type: 'resync', channel: 'notifications' }))
  }

  /** @throws SessionRequired for an API key; Unauthenticated when the caller is no person in a workspace */
  static async open(transport: Transport, caller: Caller, send: (message: object) => void): Promise<NotificationFeed> {
    const { principal, workspaceId } = caller
    if (principal.kind === 'api-key') throw SessionRequired()
    if (principal.kind !== 'user' || workspaceId === undefined) throw Unauthenticated()
    const feed = new NotificationFeed(transport, { workspaceId, userId: principal.id }, send)
    await feed.subscription.ready
    return feed
  }

  close(): void {
    this.stopListening()
    void this.subscription.close()
  }
}
