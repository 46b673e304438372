import { createTransport } from 'nodemailer'
import type { SMTPTransportOptions } from 'nodemailer'
import { MailError } from './mail-provider.js'
import type { Mail, MailProvider } from './mail-provider.js'
import { parseSender } from './sender.js'

export interface SmtpOptions {
  url: string
  from: string
  timeoutMs: number
}

/** Replies that refuse the message; a refused login says something about us instead. */
const ABOUT_THE_MESSAGE = new Set(['EENVELOPE', 'EMESSAGE'])
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Sends e-mails by SMTP (RFC 5321). */
export class SmtpProvider implements MailProvider {
  readonly name = 'smtp'
  private readonly transport
  private readonly from

  constructor({ url, from, timeoutMs }: SmtpOptions) {
    this.from = parseSender(from)
    this.transport = createTransport(transportOptions(new URL(url), timeoutMs))
  }

  async send({ to, subject, text, html, messageId, headers }: Mail): Promise<void> {
    try {
      await this.transport.sendMail({
        from: this.from,
        to: { address: to.address, name: to.name ?? '' },
        subject,
        text,
        html,
        messageId,
        headers: { ...headers },
        disableFileAccess: true,
        disableUrlAccess: true,
      })
    } catch (error) {
      throw mailError(error)
    }
  }
}

function transportOptions(url: URL, timeoutMs: number): SMTPTransportOptions {
  const secure = url.protocol === 'smtps:'
  const user = decodeURIComponent(url.username)
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // A password never crosses a network in the clear, whatever the server offers.
    requireTLS: user !== '' && !secure && !LOOPBACK.test(url.hostname),
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  }
}

/** A 5xx to the message is final (RFC 5321, 4.2.1); everything else may be different the next time. */
function mailError(error: unknown): MailError {
  const { code = 'unknown', responseCode } = error as { code?: string; responseCode?: number }
  const permanent = responseCode !== undefined && responseCode >= 500 && ABOUT_THE_MESSAGE.has(code)
  return new MailError(responseCode === undefined ? code : String(responseCode), permanent, { cause: error })
}
