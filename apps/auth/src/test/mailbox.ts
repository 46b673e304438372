import { SendEmail } from '@linkflow/contracts'
import type { Input } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'

type Mail = Input<typeof SendEmail>

/** Stands in for the notification service: keeps what it is asked to send. */
export class Mailbox {
  readonly mails: Mail[] = []

  static async of({ transport }: TestServices): Promise<Mailbox> {
    const mailbox = new Mailbox()
    const take = (input: unknown) => {
      mailbox.mails.push(SendEmail.input.parse(input))
      return Promise.resolve({ messageId: newId(), state: 'queued' })
    }
    await transport.serve(SendEmail.subject, 'notification', take, SendEmail)
    return mailbox
  }

  /** The mails of a kind to an address, as soon as there are so many. */
  to(address: string, template: Mail['template'], count = 1): Promise<Mail[]> {
    return until(`${count} ${template} to ${address}`, () => {
      const found = this.mails.filter((mail) => mail.to.address === address && mail.template === template)
      return Promise.resolve(found.length >= count && found)
    })
  }

  /** The token of the link in the latest mail of a kind, as soon as there are so many. */
  async token(address: string, template: 'verify-email' | 'reset-password', count = 1): Promise<string> {
    const { variables } = (await this.to(address, template, count)).at(-1)!
    const link = variables[template === 'verify-email' ? 'verifyUrl' : 'resetUrl']
    return String(link).split('#token=')[1]!
  }
}
