import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

const security: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}
const HSTS = 'max-age=31536000; includeSubDomains'

/** Headers every answer carries, and which origins' pages may read answers. */
export async function secure(instance: FastifyInstance, origins: readonly string[]): Promise<void> {
  instance.addHook('onRequest', (request, reply, done) => {
    reply.headers(security).header('x-request-id', request.id)
    if (request.protocol === 'https') reply.header('strict-transport-security', HSTS)
    done()
  })
  if (origins.length > 0)
    await instance.register(cors, {
      origin: [...origins],
      // Credentials travel in headers that pages set themselves: no cookie is ever looked at.
      credentials: false,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowedHeaders: [
        'Authorization',
        'Content-Type',
        'Idempotency-Key',
        'If-Match',
        'If-None-Match',
        'Last-Event-ID',
        'X-API-Key',
        'X-Request-Id',
        'X-Workspace-Id',
      ],
      exposedHeaders: [
        'ETag',
        'Location',
        'RateLimit',
        'RateLimit-Policy',
        'Retry-After',
        'X-RateLimit-Limit',
        'X-RateLimit-Remaining',
        'X-RateLimit-Reset',
        'X-Request-Id',
      ],
      maxAge: 600,
      strictPreflight: false,
    })
}
