import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Keeps whoever asks for a path waiting until it is let go. */
export class SlowServer {
  private readonly waiting = new Map<string, ServerResponse[]>()

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async start(): Promise<SlowServer> {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const slow = new SlowServer(server, `127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.on('request', ({ url = '' }, response) => {
      slow.waiting.set(url, [...(slow.waiting.get(url) ?? []), response])
    })
    return slow
  }

  /** Answers those who wait for a path now; whoever comes later waits again. */
  letGo(path: string): void {
    for (const response of this.waiting.get(path) ?? []) response.end('{}')
    this.waiting.delete(path)
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }
}
