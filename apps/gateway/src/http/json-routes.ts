import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Edge } from '../edge.js'
import type { Caller } from '../identity/authenticator.js'
import { limitHeaders } from '../limits/limit-headers.js'
import { sendEvents } from '../live/server-sent-events.js'
import { bodyLimit, fullPath, routeMethods, routePaths } from './http-contract.js'
import type { HttpContract } from './http-contract.js'
import { readIdempotency } from './idempotency.js'
import { InputReader } from './input-reader.js'
import type { RequestParts } from './input-reader.js'
import { parseJsonBody } from './json-body.js'
import { sendProblem } from './problem-reply.js'
import { replier } from './replier.js'
import { disconnectSignal, requestContext } from './request-context.js'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined
  }
}

/** Routes of contracts whose input is JSON, in a scope of their own that takes nothing else. */
export function registerJsonRoutes(scope: FastifyInstance, contracts: readonly HttpContract[], edge: Edge): void {
  const { logger } = edge
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJsonBody(body as Buffer))
    } catch (error) {
      done(error as Error)
    }
  })
  scope.decorateRequest('caller', undefined)
  scope.setErrorHandler((error, request, reply) => sendProblem(error, { request, reply, logger }))
  for (const contract of contracts) registerJsonRoute(scope, contract, edge)
}

function registerJsonRoute(scope: FastifyInstance, contract: HttpContract, edge: Edge): void {
  const { admission, messaging } = edge
  const reader = new InputReader(contract)
  const reply = replier(contract)
  for (const url of routePaths(contract))
    scope.route({
      method: [...routeMethods(contract)],
      url,
      bodyLimit: bodyLimit(contract),
      config: { route: fullPath(contract) },
      onRequest: async (request, response) => {
        const { caller, allowance } = await admission.admit(contract, request.headers, request.address)
        request.caller = caller
        if (allowance) response.headers(limitHeaders(allowance))
      },
      handler: async (request, response) => {
        const { input, parsed } = reader.read(partsOf(request))
        const ctx = requestContext(request, request.caller!, contract.timeoutMs)
        if (contract.http.reply === 'sse') return sendEvents(edge, { request, reply: response, ctx, input: parsed })
        await admission.countAccount(contract, input)
        ctx.idempotency = readIdempotency(contract, request.headers, input)
        ctx.signal = disconnectSignal(response)
        return reply(request, response, await messaging.call(contract, input, ctx))
      },
    })
}

function partsOf(request: FastifyRequest): RequestParts {
  return {
    params: request.params as RequestParts['params'],
    query: request.query as RequestParts['query'],
    headers: request.headers,
    body: request.body ?? undefined,
  }
}
