import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** How long requests are given to finish when the gateway goes, in milliseconds. */
const GRACE_MS = 20_000

/**
 * Makes closing an HTTP server end: Node waits for connections on which nothing was ever asked as if they were busy,
 * and for busy ones without limit. The result, called when the server begins to close, cuts the former at once and the
 * latter after {@link GRACE_MS}.
 */
export function drainable(server: Server): () => void {
  const unused = new Set<Socket>()
  server.on('connection', (socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }) => unused.delete(socket))
  return () => {
    for (const socket of unused) socket.destroy()
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref()
  }
}
