import type { FastifyInstance } from 'fastify'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { API_PREFIX } from '../http/http-contract.js'
import type { HttpContract } from '../http/http-contract.js'
import { coversEtag } from '../http/if-match.js'
import { openApiDocument } from './document.js'

/** Where the OpenAPI document is. */
export const OPENAPI_PATH = `${API_PREFIX}/openapi.json`

/** Everything comes from here, and nothing is inline but the pictures that Swagger UI's style sheet holds. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>LinkFlow API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`
const start = `SwaggerUIBundle({ url: '${OPENAPI_PATH}', dom_id: '#docs', deepLinking: true, validatorUrl: null })\n`

const HTML = 'text/html; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'
const files: readonly (readonly [name: string, type: string])[] = [
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', SCRIPT],
  ['favicon-32x32.png', 'image/png'],
]

/** The OpenAPI document, and pages to browse it, served by ourselves. */
export function registerDocs(scope: FastifyInstance, contracts: readonly HttpContract[]): void {
  serve(scope, OPENAPI_PATH, 'application/json; charset=utf-8', () => JSON.stringify(openApiDocument(contracts)))
  serve(scope, '/docs', HTML, () => page)
  serve(scope, '/docs/start.js', SCRIPT, () => start)
  const { resolve } = createRequire(import.meta.url)
  for (const [name, type] of files)
    serve(scope, `/docs/${name}`, type, () => readFile(resolve(`swagger-ui-dist/${name}`)))
}

/** A file that never changes while we run: made when first asked for, then kept. */
function serve(
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
