import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A third party that keeps what it is sent and answers as it is told. */
export class WebhookTarget {
  readonly received: { headers: IncomingHttpHeaders; body: string }[] = []
  /** Statuses of the next answers; 200 when there are no more. */
  answers: number[] = []

  private constructor(
    private readonly server: Server,
    readonly host: string,
  ) {}

  static async start(): Promise<WebhookTarget> {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const target = new WebhookTarget(server, `127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.on('request', (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        target.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
        response.writeHead(target.answers.shift() ?? 200).end()
      })
    })
    return target
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }
}
