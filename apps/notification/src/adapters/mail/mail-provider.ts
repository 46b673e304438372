/** An e-mail, filled in. */
export interface Mail {
  to: { address: string; name?: string }
  subject: string
  text: string
  html: string
  /** With angle brackets; the same for every attempt, so that a receiver knows a repeat. */
  messageId: string
  headers: Readonly<Record<string, string>>
}

/** A service that takes e-mails. */
export interface MailProvider {
  readonly name: 'smtp' | 'sendgrid'
  /** @throws MailError */
  send(mail: Mail): Promise<void>
}

/** A provider did not take an e-mail. */
export class MailError extends Error {
  override readonly name = 'MailError'

  constructor(
    /** What to show: a status or an error code, never what the other side wrote. */
    readonly code: string,
    /** Whether the e-mail itself was refused, so that nobody else and no other time will help. */
    readonly permanent: boolean,
    options?: ErrorOptions,
  ) {
    super(`The e-mail was not taken: ${code}`, options)
  }
}
