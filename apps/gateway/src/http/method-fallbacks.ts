import { MethodNotAllowed } from '@linkflow/kernel'
import type { Logger } from '@linkflow/service'
import type { FastifyInstance, HTTPMethods } from 'fastify'
import { routeMethods, routePaths } from './http-contract.js'
import type { HttpContract } from './http-contract.js'
import { sendProblem } from './problem-reply.js'

const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE']

/** Answers 405 to the methods a known path does not have, and OPTIONS with those it has. */
export function registerMethodFallbacks(
  scope: FastifyInstance,
  contracts: readonly HttpContract[],
  logger: Logger,
): void {
  // A body that nobody wants is not parsed.
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
  scope.setErrorHandler((error, request, reply) => sendProblem(error, { request, reply, logger }))
  for (const [url, present] of methodsByPath(contracts)) {
    const allowed = [...present].sort()
    const config = { route: url }
    scope.route({
      method: methods.filter((method) => !present.has(method)),
      url,
      config,
      handler: () => {
        throw MethodNotAllowed({ allowed })
      },
    })
    scope.options(url, { config }, (_request, reply) =>
      reply
        .code(204)
        .header('allow', [...allowed, 'OPTIONS'].join(', '))
        .send(),
    )
  }
}

/** Paths that differ only in what their parameters are called are one path. */
function methodsByPath(contracts: readonly HttpContract[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byShape = new Map<string, { url: string; present: Set<string> }>()
  for (const contract of contracts)
    for (const url of routePaths(contract)) {
      const shape = url.replaceAll(/:[A-Za-z0-9]+/g, ':')
      const { present } = byShape.get(shape) ?? { present: new Set() }
      for (const method of routeMethods(contract)) present.add(method)
      if (present.has('GET')) present.add('HEAD')
      if (!byShape.has(shape)) byShape.set(shape, { url, present })
    }
  return new Map([...byShape.values()].map(({ url, present }) => [url, present]))
}
