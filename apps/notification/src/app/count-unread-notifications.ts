import { Inject } from '@nestjs/common'
import { CountUnreadNotifications } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { NotificationStore } from '../adapters/postgres/notification-store.js'
import { ownPlace } from '../domain/own-place.js'

@Handles(CountUnreadNotifications)
export class CountUnreadNotificationsHandler {
  constructor(@Inject(NotificationStore) private readonly store: NotificationStore) {}

  async handle(
    _input: Input<typeof CountUnreadNotifications>,
    ctx: RequestContext,
  ): Promise<Output<typeof CountUnreadNotifications>> {
    return { unread: await this.store.countUnread(ownPlace(ctx)) }
  }
}
