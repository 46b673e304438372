import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

/** An HTTP server of the outside world, on every local address. */
export interface TestHttpServer {
  port: number
  /** `http://127.0.0.1:port` */
  url: string
  /** What arrived, in order. */
  received: Received[]
  close(): Promise<void>
}

export async function startHttpServer(
  answer: (request: Received, response: ServerResponse) => void = (_request, response) => response.end('ok'),
): Promise<TestHttpServer> {
  const received: Received[] = []
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, url, headers, body: Buffer.concat(chunks).toString('latin1') }
      received.push(one)
      answer(one, response)
    })
  }
  const server = createServer(listener).listen(0, '0.0.0.0')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    received,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
