export { Problem, defineProblem } from './problem.js'
export type {
  DeclaredProblem,
  ProblemDeclaration,
  ProblemDocument,
  ProblemParams,
  ProblemType,
  WireProblem,
} from './problem.js'
export {
  BodyMalformed,
  BodyTooLarge,
  Cancelled,
  DeadlineExceeded,
  Forbidden,
  IdempotencyConflict,
  IdempotencyInFlight,
  InputError,
  InputInvalid,
  InternalError,
  MediaTypeUnsupported,
  MessageTooLarge,
  MethodNotAllowed,
  NotFound,
  OutcomeUnknown,
  PreconditionRequired,
  RateLimited,
  Unauthenticated,
  Unavailable,
} from './problems.js'
export { addressList } from './address-list.js'
export { derivedId, idTimeMs, isId, newId, randomSeed } from './ids.js'
export { systemClock } from './clock.js'
export type { Clock } from './clock.js'
export type { Change, Principal, RequestContext, WorkspaceContext } from './context.js'
export type { Binary, Failure, Item, ItemSource, Json, JsonObject, Outputs } from './item.js'
