import { Inject } from '@nestjs/common'
import { DeleteNotification } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { NotificationStore } from '../adapters/postgres/notification-store.js'
import { ownPlace } from '../domain/own-place.js'
import { LiveNews } from './live-news.js'

@Handles(DeleteNotification)
export class DeleteNotificationHandler {
  constructor(
    @Inject(NotificationStore) private readonly store: NotificationStore,
    @Inject(LiveNews) private readonly news: LiveNews,
  ) {}

  async handle(
    input: Input<typeof DeleteNotification>,
    ctx: RequestContext,
  ): Promise<Output<typeof DeleteNotification>> {
    const place = ownPlace(ctx)
    this.news.tell(place, { unread: await this.store.delete(place, input.notificationId) })
    return {}
  }
}
