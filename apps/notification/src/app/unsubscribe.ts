import { Inject } from '@nestjs/common'
import { Unsubscribe, UnsubscribeLinkInvalid } from '@linkflow/contracts'
import type { Input, RawReply } from '@linkflow/contracts'
import { CONFIG, Handles } from '@linkflow/service'
import { PreferenceStore } from '../adapters/postgres/preference-store.js'
import type { NotificationConfig } from '../config.js'
import { pageHtml } from '../domain/page-html.js'
import { readUnsubscribeToken } from '../domain/unsubscribe-token.js'

@Handles(Unsubscribe)
export class UnsubscribeHandler {
  constructor(
    @Inject(PreferenceStore) private readonly store: PreferenceStore,
    @Inject(CONFIG) private readonly config: NotificationConfig,
  ) {}

  async handle({ token }: Input<typeof Unsubscribe>): Promise<RawReply> {
    const subscription = readUnsubscribeToken(token, this.config.LINKFLOW_NOTIFICATION_KEY)
    if (!subscription) throw UnsubscribeLinkInvalid()
    const { workspaceId, userId, event } = subscription
    const preferences = [{ event, channel: 'email' as const, timing: 'never' as const }]
    await this.store.update({ workspaceId }, userId, { preferences })
    return pageHtml(200, 'They have stopped', `<p>You will get no more e-mails about: ${event}.</p>`)
  }
}
