import sendgrid from '@sendgrid/mail'
import { MailError } from './mail-provider.js'
import type { Mail, MailProvider } from './mail-provider.js'
import { parseSender } from './sender.js'

export interface SendgridOptions {
  apiKey: string
  url: string
  from: string
  timeoutMs: number
}

/** Statuses that tell of us, of the load or of the time, and nothing about the message. */
const PASSING = new Set([401, 403, 408, 425, 429])

type Service = typeof sendgrid & { client: { setDefaultRequest(key: 'baseUrl', value: string): void } }

/** The package gives one instance for the whole process, which may host several of us; its types hide how to make another. */
const newService = () => new (sendgrid.constructor as new () => Service)()

/** Sends e-mails by the API of SendGrid. */
export class SendgridProvider implements MailProvider {
  readonly name = 'sendgrid'
  private readonly service = newService()
  private readonly from

  constructor({ apiKey, url, from, timeoutMs }: SendgridOptions) {
    const { name, address } = parseSender(from)
    this.from = { email: address, name }
    this.service.setApiKey(apiKey)
    this.service.setTimeout(timeoutMs)
    this.service.client.setDefaultRequest('baseUrl', url)
  }

  async send({ to, subject, text, html, messageId, headers }: Mail): Promise<void> {
    try {
      await this.service.send({
        from: this.from,
        to: { email: to.address, ...(to.name && { name: to.name }) },
        subject,
        text,
        html,
        headers: { ...headers, 'Message-ID': messageId },
        // Links are followed as they are: rewritten ones would tell SendGrid of resets and invitations.
        trackingSettings: { clickTracking: { enable: false, enableText: false }, openTracking: { enable: false } },
      })
    } catch (error) {
      throw mailError(error)
    }
  }
}

/** The answer is left out of the cause: it quotes the request. */
function mailError(error: unknown): MailError {
  const { code } = error as { code?: number | string }
  if (typeof code !== 'number') return new MailError(code ?? 'unknown', false)
  return new MailError(String(code), code >= 400 && code < 500 && !PASSING.has(code))
}
