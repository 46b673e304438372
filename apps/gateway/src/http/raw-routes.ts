import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isUtf8 } from 'node:buffer'
import type { Edge } from '../edge.js'
import { anonymous } from '../identity/admission.js'
import { bodyLimit, fullPath, pathMembers, routeMethods, routePaths } from './http-contract.js'
import type { HttpContract } from './http-contract.js'
import { sendProblem } from './problem-reply.js'
import { replier } from './replier.js'
import { requestContext } from './request-context.js'

/**
 * Routes of contracts that take a body as it is. This is where deliveries arrive: nothing is parsed, nobody is asked,
 * one counter in memory is looked at. The service validates the input; the credential of such a call is its own affair,
 * so all headers go along.
 */
export function registerRawRoutes(scope: FastifyInstance, contracts: readonly HttpContract[], edge: Edge): void {
  const { logger } = edge
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  scope.setErrorHandler((error, request, reply) => sendProblem(error, { request, reply, logger }))
  for (const contract of contracts) registerRawRoute(scope, contract, edge)
}

function registerRawRoute(scope: FastifyInstance, contract: HttpContract, { messaging, limits }: Edge): void {
  const send = replier(contract)
  const names = pathMembers(contract)
  for (const url of routePaths(contract))
    scope.route({
      method: [...routeMethods(contract)],
      url,
      bodyLimit: bodyLimit(contract),
      config: { route: fullPath(contract) },
      onRequest: (request, _reply, done) => {
        const key = (request.params as Record<string, string>)[names[0]!] ?? ''
        const waitMs = limits.ingress.take(key, Date.now())
        if (waitMs > 0) done(limits.ingressExceeded(waitMs))
        else done()
      },
      // The call has no signal: what was delivered is worked on even when its sender does not stay for the answer.
      handler: async (request, reply) => {
        const ctx = requestContext(request, anonymous, contract.timeoutMs)
        return send(request, reply, await messaging.call(contract, rawInput(request), ctx))
      },
    })
}

function rawInput(request: FastifyRequest): Record<string, unknown> {
  const { '*': path = '', ...params } = request.params as Record<string, string>
  const body = request.body as Buffer | undefined
  const text = body === undefined || isUtf8(body)
  return {
    ...params,
    path,
    method: request.method,
    address: request.address,
    url: request.url,
    query: request.query,
    headers: plainHeaders(request.headers),
    rawBody: body === undefined ? '' : body.toString(text ? 'utf8' : 'base64'),
    ...(!text && { base64: true }),
  }
}

/** Header names are lower-cased by Node; of repeated ones only `set-cookie` is an array. */
function plainHeaders(headers: FastifyRequest['headers']): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value !== undefined) plain[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return plain
}
