import type { FastifyInstance } from 'fastify'
import { createHash } from 'node:crypto'
import { coversEtag } from './if-match.js'

export const HTML = 'text/html; charset=utf-8'
export const SCRIPT = 'text/javascript; charset=utf-8'
export const STYLE = 'text/css; charset=utf-8'

/** Everything comes from here, and nothing is inline but the pictures that Swagger UI's style sheet holds. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** A file that never changes while we run: made when first asked for, then kept. */
export function serveFile(
  scope: FastifyInstance,
  url: string,
  type: string,
  make: () => string | Buffer | Promise<string | Buffer>,
): void {
  let kept: Promise<{ content: string | Buffer; etag: string }> | undefined
  const load = async () => {
    const content = await make()
    return { content, etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"` }
  }
  scope.get(url, { config: { route: url } }, async (request, reply) => {
    const { content, etag } = await (kept ??= load())
    reply.headers({ etag, 'cache-control': 'no-cache', 'content-security-policy': POLICY })
    const known = request.headers['if-none-match']
    if (known !== undefined && coversEtag(known, etag)) return reply.code(304).send()
    return reply.header('content-type', type).send(content)
  })
}
