import type { NotificationConfig } from '../../config.js'
import type { MailProvider } from './mail-provider.js'
import { SendgridProvider } from './sendgrid-provider.js'
import { SmtpProvider } from './smtp-provider.js'

/** What e-mails are sent by: the first is tried first, the other when it cannot. */
export class MailProviders {
  constructor(readonly list: readonly MailProvider[]) {}
}

export function createMailProviders(config: NotificationConfig): MailProviders {
  const { MAIL_FROM: from, MAIL_TIMEOUT_MS: timeoutMs, SMTP_URL, SENDGRID_API_KEY, SENDGRID_URL } = config
  const list: MailProvider[] = []
  if (SMTP_URL) list.push(new SmtpProvider({ url: SMTP_URL, from, timeoutMs }))
  if (SENDGRID_API_KEY)
    list.push(new SendgridProvider({ apiKey: SENDGRID_API_KEY, url: SENDGRID_URL, from, timeoutMs }))
  return new MailProviders(
    list.sort((a, b) => Number(b.name === config.MAIL_PROVIDER) - Number(a.name === config.MAIL_PROVIDER)),
  )
}
