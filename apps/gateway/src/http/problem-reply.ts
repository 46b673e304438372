import {
  BodyMalformed,
  BodyTooLarge,
  Cancelled,
  InputInvalid,
  InternalError,
  MediaTypeUnsupported,
  MethodNotAllowed,
  NotFound,
  Problem,
} from '@linkflow/kernel'
import type { Logger } from '@linkflow/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { HttpException } from '@nestjs/common'
import { limitHeaders } from '../limits/limit-headers.js'
import { LimitExceeded } from '../limits/limits.js'

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** The problem behind whatever was thrown, by codes and classes, never by message; undefined for a failure of ours. */
export function problemOf(error: unknown, request?: FastifyRequest): Problem | undefined {
  if (error instanceof Problem) return error
  if (error instanceof LimitExceeded) return error.toProblem()
  // Its sender left in the middle of the body.
  if (request && request.raw.destroyed && !request.raw.complete) return Cancelled()
  if (error instanceof HttpException) return error.getStatus() === 404 ? NotFound() : undefined
  switch (codeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return BodyTooLarge({ limitBytes: request?.routeOptions.bodyLimit ?? 0 })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return MediaTypeUnsupported({ supported: ['application/json'] })
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return BodyMalformed(undefined, { cause: error })
    case 'FST_ERR_BAD_URL':
      return InputInvalid({ errors: [{ pointer: '', code: 'invalid-url', message: 'The URL is not valid.' }] })
    case 'FST_ERR_MAX_PARAM_LENGTH':
    case 'FST_ERR_NOT_FOUND':
      return NotFound()
    default:
      return undefined
  }
}

/** Answers with a problem document. What nobody declared becomes a 500 that says nothing, and a line in our log. */
export function sendProblem(
  error: unknown,
  { request, reply, logger }: { request: FastifyRequest; reply: FastifyReply; logger: Logger },
): FastifyReply {
  const declared = problemOf(error, request)
  const problem = declared ?? InternalError()
  if (!declared) logger.error({ err: error, requestId: request.id }, 'request failed')
  if (error instanceof LimitExceeded) reply.headers(limitHeaders(error.allowance))
  return reply
    .code(problem.status)
    .headers(problemHeaders(problem))
    .header('content-type', PROBLEM_TYPE)
    .send(JSON.stringify(problem.toDocument(request.traceId ?? request.id)))
}

/** The headers HTTP wants with some problems. */
export function problemHeaders(problem: Problem): Record<string, string> {
  const headers: Record<string, string> = { 'cache-control': 'no-store' }
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer realm="linkflow"'
  if (problem.status === 503) headers['retry-after'] = '1'
  const { retryAfterSeconds } = problem.params
  if (problem.status === 429 && typeof retryAfterSeconds === 'number')
    headers['retry-after'] = String(retryAfterSeconds)
  if (MethodNotAllowed.is(problem)) headers.allow = (problem.params.allowed as string[]).join(', ')
  return headers
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
