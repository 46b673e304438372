import { Inject } from '@nestjs/common'
import { ListNotifications } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { decodeCursor, toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { NotificationStore } from '../adapters/postgres/notification-store.js'
import { viewNotification } from '../domain/notification.js'
import { ownPlace } from '../domain/own-place.js'

@Handles(ListNotifications)
export class ListNotificationsHandler {
  constructor(@Inject(NotificationStore) private readonly store: NotificationStore) {}

  async handle(input: Input<typeof ListNotifications>, ctx: RequestContext): Promise<Output<typeof ListNotifications>> {
    const { unread, limit } = input
    const found = await this.store.list(ownPlace(ctx), { unread, cursor: decodeCursor(input.cursor), limit: limit + 1 })
    return toPage(found, limit, viewNotification, ({ createdAt, id }) => ({ at: createdAt.toISOString(), id }))
  }
}
