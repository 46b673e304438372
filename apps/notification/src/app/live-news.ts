import { Inject, Injectable } from '@nestjs/common'
import { notificationsSubject } from '@linkflow/contracts'
import type { NotificationNews } from '@linkflow/contracts'
import { Messaging } from '@linkflow/messaging'
import { HOST } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { NotificationStore } from '../adapters/postgres/notification-store.js'
import { viewNotification } from '../domain/notification.js'
import type { Notification } from '../domain/notification.js'

/** Tells people who look that something came or was read. Who misses it reads the list. */
@Injectable()
export class LiveNews {
  constructor(
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(NotificationStore) private readonly store: NotificationStore,
    @Inject(HOST) private readonly host: Host,
  ) {}

  /** To be called after the commit; what cannot be told is not an error. */
  async came(notifications: readonly Notification[]): Promise<void> {
    for (const notification of notifications) {
      const { workspaceId, userId } = notification
      const context = this.host.identity('notification').serviceContext({ workspaceId })
      const unread = await this.store.countUnread({ ...context, workspaceId, userId })
      this.tell(notification, { notification: viewNotification(notification), unread })
    }
  }

  tell({ workspaceId, userId }: { workspaceId: string; userId: string }, news: NotificationNews): void {
    this.messaging.publishLive(notificationsSubject(workspaceId, userId), () => news)
  }
}
