import { Inject } from '@nestjs/common'
import { MarkAllNotificationsRead } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { NotificationStore } from '../adapters/postgres/notification-store.js'
import { ownPlace } from '../domain/own-place.js'
import { LiveNews } from './live-news.js'

@Handles(MarkAllNotificationsRead)
export class MarkAllNotificationsReadHandler {
  constructor(
    @Inject(NotificationStore) private readonly store: NotificationStore,
    @Inject(LiveNews) private readonly news: LiveNews,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    _input: Input<typeof MarkAllNotificationsRead>,
    ctx: RequestContext,
  ): Promise<Output<typeof MarkAllNotificationsRead>> {
    const place = ownPlace(ctx)
    const marked = await this.store.markAllRead(place, this.clock.now())
    this.news.tell(place, { unread: 0 })
    return { marked }
  }
}
