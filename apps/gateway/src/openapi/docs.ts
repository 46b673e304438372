import type { FastifyInstance } from 'fastify'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { API_PREFIX } from '../http/http-contract.js'
import type { HttpContract } from '../http/http-contract.js'
import { HTML, SCRIPT, STYLE, serveFile } from '../http/serve-file.js'
import { openApiDocument } from './document.js'

/** Where the OpenAPI document is. */
export const OPENAPI_PATH = `${API_PREFIX}/openapi.json`

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

const files: readonly (readonly [name: string, type: string])[] = [
  ['swagger-ui.css', STYLE],
  ['swagger-ui-bundle.js', SCRIPT],
  ['favicon-32x32.png', 'image/png'],
]

/** The OpenAPI document, and pages to browse it, served by ourselves. */
export function registerDocs(scope: FastifyInstance, contracts: readonly HttpContract[]): void {
  serveFile(scope, OPENAPI_PATH, 'application/json; charset=utf-8', () => JSON.stringify(openApiDocument(contracts)))
  serveFile(scope, '/docs', HTML, () => page)
  // Who opens the address in a browser finds something.
  scope.get('/', { config: { route: '/' } }, (_request, reply) => reply.redirect('/docs'))
  serveFile(scope, '/docs/start.js', SCRIPT, () => start)
  const { resolve } = createRequire(import.meta.url)
  for (const [name, type] of files)
    serveFile(scope, `/docs/${name}`, type, () => readFile(resolve(`swagger-ui-dist/${name}`)))
}
