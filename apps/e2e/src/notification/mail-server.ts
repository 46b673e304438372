import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createInterface } from 'node:readline'

export interface ReceivedMail {
  recipients: string[]
  subject: string
  messageId: string
  listUnsubscribe: string
  /** All of it, its lines as they were before they were wrapped (quoted-printable, RFC 2045). */
  content: string
}

/** A mail server that takes everything, as far as SMTP (RFC 5321) is needed to hand a mail over. */
export class MailServer {
  readonly mails: ReceivedMail[] = []
  private readonly sockets = new Set<Socket>()

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
      socket.on('error', () => undefined)
      void this.talk(socket)
    })
  }

  static async start(): Promise<MailServer> {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return new MailServer(server)
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  to(address: string): ReceivedMail[] {
    return this.mails.filter(({ recipients }) => recipients.includes(address))
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((done) => this.server.close(done))
  }

  private async talk(socket: Socket): Promise<void> {
    const say = (text: string) => void socket.write(`${text}\r\n`)
    let recipients: string[] = []
    let data: string[] | undefined
    say('220 mail.test ESMTP')
    for await (const line of createInterface({ input: socket })) {
      if (data) {
        if (line !== '.') {
          data.push(line)
          continue
        }
        this.mails.push({ recipients, ...headersOf(data), content: unwrapped(data) })
        recipients = []
        data = undefined
        say('250 taken')
      } else if (/^DATA/i.test(line)) {
        data = []
        say('354 go on')
      } else if (/^QUIT/i.test(line)) {
        say('221 bye')
        socket.end()
      } else {
        const recipient = /^RCPT TO:<([^>]+)>/i.exec(line)?.[1]
        if (recipient) recipients.push(recipient)
        say('250 ok')
      }
    }
  }
}

function headersOf(lines: readonly string[]): Omit<ReceivedMail, 'recipients' | 'content'> {
  const head = lines
    .slice(0, lines.indexOf(''))
    .join('\n')
    .replace(/\n[ \t]+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1] ?? ''
  return {
    subject: header('Subject'),
    messageId: header('Message-ID'),
    listUnsubscribe: header('List-Unsubscribe').replace(/\s/g, ''),
  }
}

function unwrapped(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}
