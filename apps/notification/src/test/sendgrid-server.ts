import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the API of SendGrid is sent. */
export interface SendgridMail {
  personalizations: { to: { email: string }[] }[]
  subject: string
  headers: Record<string, string>
  content: { type: string; value: string }[]
}

/** Plays the API of SendGrid. */
export class TestSendgridServer {
  readonly mails: SendgridMail[] = []
  readonly keys: (string | undefined)[] = []
  status = 202

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TestSendgridServer> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        sendgrid.keys.push(request.headers.authorization)
        if (sendgrid.status === 202) sendgrid.mails.push(JSON.parse(Buffer.concat(chunks).toString()))
        response.writeHead(request.url === '/v3/mail/send' ? sendgrid.status : 404).end()
      })
    }).listen(0, '127.0.0.1')
    const sendgrid = new TestSendgridServer(server)
    await once(server, 'listening')
    return sendgrid
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`
  }

  to(address: string): SendgridMail[] {
    return this.mails.filter(({ personalizations }) => personalizations[0]?.to[0]?.email === address)
  }

  async close(): Promise<void> {
    this.server.close()
    this.server.closeAllConnections()
    await once(this.server, 'close')
  }
}
