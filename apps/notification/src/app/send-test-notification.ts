import { Inject } from '@nestjs/common'
import { SendTestNotification } from '@linkflow/contracts'
import type { Input, NotificationView } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, CONFIG, Handles } from '@linkflow/service'
import { EndpointStore } from '../adapters/postgres/endpoint-store.js'
import { NotificationStore } from '../adapters/postgres/notification-store.js'
import type { NotificationConfig } from '../config.js'
import { apiUrl } from '../domain/api-url.js'
import { viewNotification } from '../domain/notification.js'
import { ownPlace } from '../domain/own-place.js'
import { AfterCommit } from './after-commit.js'
import { Announcer } from './announcer.js'

const WORDS = { event: 'test', title: 'This is a test', text: 'Somebody, most likely you, asked for it.' } as const

@Handles(SendTestNotification)
export class SendTestNotificationHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(NotificationStore) private readonly notifications: NotificationStore,
    @Inject(EndpointStore) private readonly endpoints: EndpointStore,
    @Inject(Announcer) private readonly announcer: Announcer,
    @Inject(AfterCommit) private readonly after: AfterCommit,
    @Inject(CONFIG) private readonly config: NotificationConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof SendTestNotification>, ctx: RequestContext): Promise<NotificationView> {
    const place = ownPlace(ctx)
    const { workspaceId, userId } = place
    const now = this.clock.now()
    const url = `${apiUrl(this.config.LINKFLOW_PUBLIC_URL)}/notifications`
    const notification = { id: newId(), workspaceId, userId, ...WORDS, url, createdAt: now }
    const answer = await this.database.transact(place, async (tx) => {
      await this.notifications.insert(tx, [notification])
      for (const endpoint of await this.endpoints.listeningTo(tx, 'test'))
        if (endpoint.userId === userId && input.endpoints.includes(endpoint.kind))
          await this.announcer.toEndpoint(
            tx,
            { key: `test:${notification.id}`, ...WORDS, url, data: {} },
            { endpoint, now },
          )
      return viewNotification(notification)
    })
    await this.after.told([notification])
    return answer
  }
}
