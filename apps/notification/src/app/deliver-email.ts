import { Inject, Injectable } from '@nestjs/common'
import { CONFIG } from '@linkflow/service'
import { MailError } from '../adapters/mail/mail-provider.js'
import type { Mail } from '../adapters/mail/mail-provider.js'
import { MailProviders } from '../adapters/mail/mail-providers.js'
import { parseSender } from '../adapters/mail/sender.js'
import { TemplateStore } from '../adapters/postgres/template-store.js'
import type { NotificationConfig } from '../config.js'
import type { ClaimedMessage, EmailContent, Outcome } from '../domain/outgoing-message.js'
import { builtInTemplate } from '../domain/template/built-in-templates.js'
import { fallbacksOf } from '../domain/template/fallbacks-of.js'
import { oneLine, renderEmail, VariableError } from '../domain/template/render-email.js'
import { withUnsubscribe } from '../domain/template/with-unsubscribe.js'
import { unsubscribeToken } from '../domain/unsubscribe-token.js'

/** Fills an e-mail in and hands it to a provider. */
@Injectable()
export class DeliverEmail {
  constructor(
    @Inject(MailProviders) private readonly providers: MailProviders,
    @Inject(TemplateStore) private readonly templates: TemplateStore,
    @Inject(CONFIG) private readonly config: NotificationConfig,
  ) {}

  /** Whether there is a provider. */
  get isConfigured(): boolean {
    return this.providers.list.length > 0
  }

  async deliver(message: ClaimedMessage, content: EmailContent): Promise<Outcome> {
    if (!this.isConfigured) return { kind: 'not-configured' }
    try {
      return await this.handOver(await this.compose(message, content))
    } catch (error) {
      if (!(error instanceof VariableError)) throw error
      return { kind: 'failed', provider: 'none', error: `variable ${error.variable}`, permanent: true }
    }
  }

  private async compose({ id, workspaceId, userId }: ClaimedMessage, content: EmailContent): Promise<Mail> {
    const builtIn = builtInTemplate(content.template)
    const own = workspaceId && !builtIn.fixed ? await this.templates.find({ workspaceId }, content.template) : undefined
    const rendered = renderEmail(
      { ...builtIn, ...own?.content },
      { ...fallbacksOf(builtIn.variables), ...content.variables },
    )
    const { address, name } = content.to
    const { address: from } = parseSender(this.config.MAIL_FROM)
    const mail: Mail = {
      ...rendered,
      to: { address, ...(name && { name: oneLine(name) }) },
      messageId: `<${id}@${from.split('@')[1]}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    }
    const event = content.unsubscribeFrom
    if (!event || !workspaceId || !userId) return mail
    const token = unsubscribeToken({ workspaceId, userId, event }, this.config.LINKFLOW_NOTIFICATION_KEY)
    return withUnsubscribe(mail, `${this.config.LINKFLOW_PUBLIC_URL}/unsubscribe/${token}`)
  }

  /** A provider that cannot take it now is passed over; one that refuses the e-mail itself has the last word. */
  private async handOver(mail: Mail): Promise<Outcome> {
    let outcome: Outcome = { kind: 'not-configured' }
    for (const provider of this.providers.list)
      try {
        await provider.send(mail)
        return { kind: 'sent', provider: provider.name }
      } catch (error) {
        if (!(error instanceof MailError)) throw error
        outcome = { kind: 'failed', provider: provider.name, error: error.code, permanent: error.permanent }
        if (error.permanent) return outcome
      }
    return outcome
  }
}
