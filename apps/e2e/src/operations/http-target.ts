import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A third party that answers everything and remembers the headers it was sent. */
export class HttpTarget {
  readonly received: { url: string; headers: IncomingHttpHeaders }[] = []
  private constructor(
    private readonly server: Server,
    readonly host: string,
  ) {}

  static async start(): Promise<HttpTarget> {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const target = new HttpTarget(server, `127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.on('request', ({ url = '', headers }, response) => {
      target.received.push({ url, headers })
      response.setHeader('content-type', 'application/json').end('{"ok":true}')
    })
    return target
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }
}
