import { Inject } from '@nestjs/common'
import { MarkNotificationRead } from '@linkflow/contracts'
import type { Input, NotificationView } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { NotificationStore } from '../adapters/postgres/notification-store.js'
import { viewNotification } from '../domain/notification.js'
import { ownPlace } from '../domain/own-place.js'
import { LiveNews } from './live-news.js'

@Handles(MarkNotificationRead)
export class MarkNotificationReadHandler {
  constructor(
    @Inject(NotificationStore) private readonly store: NotificationStore,
    @Inject(LiveNews) private readonly news: LiveNews,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof MarkNotificationRead>, ctx: RequestContext): Promise<NotificationView> {
    const place = ownPlace(ctx)
    const { notification, unread } = await this.store.markRead(place, input.notificationId, this.clock.now())
    this.news.tell(place, { unread })
    return viewNotification(notification)
  }
}
