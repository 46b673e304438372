import { simpleParser } from 'mailparser'
import type { ParsedMail } from 'mailparser'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** What the server does with a recipient: takes it, answers with a code, or says nothing. */
export type Mood = (address: string) => number | 'stall' | undefined

/** An SMTP server that keeps what it takes. */
export class TestSmtpServer {
  readonly mails: ParsedMail[] = []
  /** Recipients as they were named, also those that were refused. */
  readonly asked: string[] = []
  mood: Mood = () => undefined
  private readonly server: SMTPServer

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, callback) => {
        this.asked.push(address)
        const mood = this.mood(address)
        if (mood === 'stall') return
        if (mood === undefined) callback()
        else callback(Object.assign(new Error('No.'), { responseCode: mood }))
      },
      onData: (stream, _session, callback) => {
        simpleParser(stream).then(
          (mail) => {
            this.mails.push(mail)
            callback()
          },
          (error: Error) => callback(error),
        )
      },
    })
    this.server.on('error', () => undefined)
  }

  static async start(): Promise<TestSmtpServer> {
    const smtp = new TestSmtpServer()
    const listening = smtp.server.listen(0, '127.0.0.1')
    await once(listening, 'listening')
    return smtp
  }

  get url(): string {
    const { port } = this.server.server.address() as AddressInfo
    return `smtp://127.0.0.1:${port}`
  }

  /** Mails to an address, oldest first. */
  to(address: string): ParsedMail[] {
    return this.mails.filter(({ to }) =>
      [to ?? []].flat().some(({ value }) => value.some((one) => one.address === address)),
    )
  }

  close(): Promise<void> {
    return new Promise((done) => this.server.close(() => done()))
  }
}
