import { Inject } from '@nestjs/common'
import { ShowUnsubscribe, UnsubscribeLinkInvalid } from '@linkflow/contracts'
import type { Input, RawReply } from '@linkflow/contracts'
import { CONFIG, Handles } from '@linkflow/service'
import type { NotificationConfig } from '../config.js'
import { pageHtml } from '../domain/page-html.js'
import { readUnsubscribeToken } from '../domain/unsubscribe-token.js'

/** Programs follow links too, to look for harm: so looking changes nothing. */
@Handles(ShowUnsubscribe)
export class ShowUnsubscribeHandler {
  constructor(@Inject(CONFIG) private readonly config: NotificationConfig) {}

  handle({ token }: Input<typeof ShowUnsubscribe>): RawReply {
    const subscription = readUnsubscribeToken(token, this.config.LINKFLOW_NOTIFICATION_KEY)
    if (!subscription) throw UnsubscribeLinkInvalid()
    const form = `<form method="post"><button type="submit">Stop them</button></form>`
    return pageHtml(200, 'Stop these e-mails?', `<p>E-mails about: ${subscription.event}.</p>${form}`)
  }
}
