import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server on this machine that workflows are pointed at. */
export class Target {
  /** Paths that were asked for. */
  readonly received: string[] = []
  /** Answers requests; may be exchanged by each test. */
  answer: RequestListener = (_request, response) => response.end('reached')

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      this.received.push(request.url ?? '')
      void this.answer(request, response)
    })
  }

  static async start(): Promise<Target> {
    const server = createServer()
    // Every address of the machine, IPv6 included where there is one.
    await new Promise<void>((done) => server.listen(0, done))
    return new Target(server)
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }
}
