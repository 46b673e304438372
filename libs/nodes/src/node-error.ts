import { ExpressionError } from '@linkflow/expression'
import { Problem } from '@linkflow/kernel'
import type { Failure, JsonObject } from '@linkflow/kernel'

export interface NodeErrorOptions extends ErrorOptions {
  details?: JsonObject
  /** False unless another try may go better. */
  retryable?: boolean
  /** Milliseconds before which another try is unwelcome. */
  retryAfterMs?: number
}

/** A node ran and failed. Its failure is recorded and shown: it never holds a secret. */
export class NodeError extends Error {
  override readonly name = 'NodeError'
  readonly failure: Failure
  readonly retryable: boolean
  readonly retryAfterMs?: number

  constructor(code: string, message: string, options: NodeErrorOptions = {}) {
    const { details, retryable = false, retryAfterMs, cause } = options
    super(message, { cause })
    this.failure = { code, message, ...(details ? { details } : {}) }
    this.retryable = retryable
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs
  }
}

/**
 * What is recorded about an error. An expression's problem keeps its code, with `details`
 * `{ expression, position, subject?, pointer? }`; what nobody declared loses its text.
 *
 * @param pointer JSON pointer into the node's parameters, of the value that failed
 */
export function failureOf(error: unknown, pointer?: string): Failure {
  if (error instanceof NodeError) return error.failure
  if (ExpressionError.is(error)) {
    const { expression, position, subject } = error.params
    const details = { expression, position, ...(subject === undefined ? {} : { subject }) }
    return {
      code: error.code,
      message: error.detail,
      details: pointer === undefined ? details : { ...details, pointer },
    }
  }
  if (error instanceof Problem) return { code: error.code, message: error.detail }
  return { code: 'node/internal-error', message: 'The node failed for a reason it does not know.' }
}

/** The error as a {@link NodeError}: itself, or one that is not worth another try. */
export function nodeErrorOf(error: unknown, pointer?: string): NodeError {
  if (error instanceof NodeError) return error
  const { code, message, details } = failureOf(error, pointer)
  return new NodeError(code, message, { details, cause: error })
}
