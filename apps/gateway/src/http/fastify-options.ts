import { InputInvalid, newId } from '@linkflow/kernel'
import type { Logger } from '@linkflow/service'
import type { FastifyServerOptions } from 'fastify'
import type { GatewayConfig } from '../config.js'
import { answerClientError } from './client-error.js'
import { sendProblem } from './problem-reply.js'

/** A path parameter longer than this is nothing of ours. */
const MAX_PARAMETER_LENGTH = 4096

/** A request that is sent more slowly than this is given up, in milliseconds. */
const RECEIVE_WITHIN_MS = 120_000

/** How Fastify is set up below Nest. */
export function fastifyOptions(
  { TRUST_PROXY }: GatewayConfig,
  logger: Logger,
): FastifyServerOptions & { skipMiddie: boolean } {
  return {
    logger: false,
    trustProxy: TRUST_PROXY === 0 ? false : (_address, hop) => hop < TRUST_PROXY,
    // Nest middleware is not used; without its engine a request costs less.
    skipMiddie: true,
    // While the gateway goes, connections that are still open are served to the end.
    return503OnClosing: false,
    requestTimeout: RECEIVE_WITHIN_MS,
    requestIdHeader: false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id']
      return typeof given === 'string' && /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : newId()
    },
    clientErrorHandler: answerClientError,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    frameworkErrors: (_error, request, reply) => {
      const error = InputInvalid({
        errors: [{ pointer: '', code: 'invalid-url', message: 'The URL is not valid.' }],
      })
      void sendProblem(error, { request, reply, logger })
    },
  }
}
