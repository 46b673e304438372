import { fullPath, routeMethods, routePaths } from '../http/http-contract.js'
import type { HttpContract } from '../http/http-contract.js'
import { operation } from './operation.js'
import { Schemas } from './schemas.js'

/** The OpenAPI 3.1 document of the contracts. */
export function openApiDocument(contracts: readonly HttpContract[]): Record<string, unknown> {
  const schemas = new Schemas()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const contract of contracts)
    for (const url of routePaths(contract))
      for (const method of routeMethods(contract)) {
        if (method === 'HEAD') continue
        const path = url.replaceAll(/:([A-Za-z0-9]+)/g, '{$1}').replace('/*', '/{path}')
        const item = (paths[path] ??= {})
        item[method.toLowerCase()] = withoutAbsentPath(
          operation(contract, schemas, operationId(contract, url, method)),
          path,
        )
      }
  return {
    openapi: '3.1.0',
    info: {
      title: 'LinkFlow',
      version: '1',
      description: 'Every error is `application/problem+json`. Lists give `nextCursor` while there is more.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(contracts.map(({ service }) => service))].map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The access token of a login.' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
    },
  }
}

/** `createWorkflow`; where a contract has several routes, method and the wildcard make them unique. */
function operationId(contract: HttpContract, url: string, method: string): string {
  const name = contract.name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const several = contract.http.method === 'ANY' ? method[0] + method.slice(1).toLowerCase() : ''
  const shorter = url !== fullPath(contract)
  return name + several + (several !== '' && !shorter ? 'WithPath' : '')
}

/** A route without the wildcard has no parameter for it. */
function withoutAbsentPath(built: unknown, path: string): unknown {
  const { parameters, ...rest } = built as { parameters: { name: string; in: string }[] }
  return {
    ...rest,
    parameters: parameters.filter((one) => one.in !== 'path' || path.includes(`{${one.name}}`)),
  }
}
