import type { RawReply } from '@linkflow/contracts'
import type { FastifyReply } from 'fastify'

/**
 * Headers that are not a workflow's to set: those of the connection, and those by which a browser protects our own
 * pages, which live at the same origin.
 */
const withheld = new Set([
  'clear-site-data',
  'connection',
  'content-length',
  'content-security-policy',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'service-worker-allowed',
  'strict-transport-security',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-content-type-options',
  'x-request-id',
])

/** A page that a workflow wrote runs in an origin of its own, away from our tokens. */
const SANDBOX = 'sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts'

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** Line breaks and other control characters would end the header, or the request. */
const isHeaderValue = (value: string) => Buffer.from(value).every((byte) => byte === 9 || (byte > 31 && byte < 127))

/** Sends a reply that a service made, as it is. */
export function sendRaw(reply: FastifyReply, { status, headers, body, base64 }: RawReply): FastifyReply {
  for (const name of Object.keys(headers)) {
    const value = headers[name]!
    if (!withheld.has(name.toLowerCase()) && headerName.test(name) && isHeaderValue(value)) reply.header(name, value)
  }
  // 1xx would leave the client waiting for the real answer.
  reply.code(status < 200 ? 200 : status).header('content-security-policy', SANDBOX)
  if (status === 204 || status === 304) return reply.send()
  if (!reply.hasHeader('content-type')) reply.header('content-type', 'text/plain; charset=utf-8')
  return reply.send(base64 ? Buffer.from(body, 'base64') : body)
}
