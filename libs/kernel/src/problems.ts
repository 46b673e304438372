import { z } from 'zod'
import { defineProblem } from './problem.js'

/** One thing wrong with an input: where (a JSON pointer into it), what, and a code to decide on. */
export const InputError = z.object({ pointer: z.string(), code: z.string(), message: z.string() })
export type InputError = z.infer<typeof InputError>

export const InputInvalid = defineProblem({
  code: 'request/invalid',
  status: 400,
  title: 'The request is not valid.',
  params: z.object({ errors: z.array(InputError) }),
  detail: ({ errors }) => errors.map((e) => `${e.pointer || '/'}: ${e.message}`).join('; '),
})
export const BodyMalformed = defineProblem({
  code: 'request/malformed',
  status: 400,
  title: 'The body is not valid JSON.',
})
export const BodyTooLarge = defineProblem({
  code: 'request/too-large',
  status: 413,
  title: 'The body is too large.',
  params: z.object({ limitBytes: z.number() }),
  detail: ({ limitBytes }) => `The body may have at most ${limitBytes} bytes.`,
})
export const MediaTypeUnsupported = defineProblem({
  code: 'request/unsupported-media-type',
  status: 415,
  title: 'The content type is not supported.',
  params: z.object({ supported: z.array(z.string()) }),
  detail: ({ supported }) => `Send ${supported.join(' or ')}.`,
})
const UNAUTHENTICATED = {
  missing: 'Send "Authorization: Bearer <access token>" or "X-API-Key: <API key>".',
  expired: 'The access token has expired. Get another one with the refresh token, or sign in again.',
  ended: 'The session has ended. Sign in again.',
  'api-key-as-token': 'This is an API key. Send it as "X-API-Key", not as "Authorization: Bearer".',
  address: 'This API key does not work from this address.',
} as const
export const Unauthenticated = defineProblem({
  code: 'auth/unauthenticated',
  status: 401,
  title: 'Authentication is required.',
  params: z.object({ reason: z.enum(['missing', 'expired', 'ended', 'api-key-as-token', 'address']) }),
  detail: ({ reason }) => UNAUTHENTICATED[reason],
})
export const Forbidden = defineProblem({
  code: 'auth/forbidden',
  status: 403,
  title: 'You may not do this.',
  params: z.object({ permission: z.string() }),
  detail: ({ permission }) => `This needs the permission ${permission}.`,
})
export const NotFound = defineProblem({ code: 'request/not-found', status: 404, title: 'There is nothing here.' })
export const MethodNotAllowed = defineProblem({
  code: 'request/method-not-allowed',
  status: 405,
  title: 'This method is not allowed here.',
  params: z.object({ allowed: z.array(z.string()) }),
  detail: ({ allowed }) => `Use ${allowed.join(' or ')}.`,
})
export const RateLimited = defineProblem({
  code: 'request/rate-limited',
  status: 429,
  title: 'Too many requests.',
  params: z.object({ retryAfterSeconds: z.number() }),
  detail: ({ retryAfterSeconds }) => `Try again in ${retryAfterSeconds} s.`,
})
export const PreconditionRequired = defineProblem({
  code: 'request/precondition-required',
  status: 428,
  title: 'This change needs an If-Match header.',
})
export const IdempotencyConflict = defineProblem({
  code: 'request/idempotency-conflict',
  status: 422,
  title: 'This Idempotency-Key was used with another request.',
})
export const IdempotencyInFlight = defineProblem({
  code: 'request/idempotency-in-flight',
  status: 409,
  title: 'A request with this Idempotency-Key is still being worked on.',
})
export const Unavailable = defineProblem({
  code: 'service/unavailable',
  status: 503,
  title: 'The service is not available right now.',
  params: z.object({ service: z.string() }),
  detail: ({ service }) => `The ${service} service does not answer. Try again in a moment.`,
})
export const DeadlineExceeded = defineProblem({
  code: 'service/deadline-exceeded',
  status: 504,
  title: 'The service did not answer in time.',
})
export const OutcomeUnknown = defineProblem({
  code: 'service/outcome-unknown',
  status: 504,
  title: 'The service disappeared while it worked; whether it finished is not known.',
})
export const Cancelled = defineProblem({ code: 'request/cancelled', status: 499, title: 'The caller went away.' })
export const InternalError = defineProblem({
  code: 'service/internal-error',
  status: 500,
  title: 'Something went wrong on our side.',
})
export const MessageTooLarge = defineProblem({
  code: 'message/too-large',
  status: 413,
  title: 'The message is too large to be carried.',
  params: z.object({ sizeBytes: z.number(), limitBytes: z.number() }),
})
