import type { IncomingMessage } from 'node:http'

/**
 * The address of whoever called. Each trusted proxy has appended the address it saw to `X-Forwarded-For`, so with n
 * proxies the nth entry from the right counts; what stands further left anybody can claim.
 */
export function clientAddress(request: IncomingMessage, proxies: number): string {
  const peer = request.socket.remoteAddress ?? ''
  if (proxies === 0) return peer
  const header = request.headers['x-forwarded-for']
  if (header === undefined) return peer
  const forwarded = String(header)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  return forwarded[Math.max(0, forwarded.length - proxies)] ?? peer
}
