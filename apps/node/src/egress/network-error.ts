import { Cancelled } from '@linkflow/kernel'
import type { Problem } from '@linkflow/kernel'
import { NodeError } from '@linkflow/nodes'
import { errors } from 'undici'

const DNS = /^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL)/
const TIMEOUT = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/
const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO)/
const INVALID_REQUEST = /^(UND_ERR_INVALID_ARG|UND_ERR_NOT_SUPPORTED|ERR_INVALID_)/
const INVALID_RESPONSE = /^(HPE_|Z_|ERR__ERROR_|ERR_BROTLI|ERR_ZLIB|UND_ERR_(HEADERS_OVERFLOW|RES_))/

/**
 * What a failed exchange means to a node. Names the host at most: paths and queries may hold secrets.
 *
 * @param signal the one the exchange ran under: an abort speaks louder than the error it caused
 */
export function networkError(error: unknown, host: string, signal: AbortSignal): NodeError | Problem {
  if (error instanceof NodeError) return error
  if (signal.aborted) return abortError(signal, host)
  const code = codeOf(error)
  const options = { details: { host, reason: code || 'unknown' }, retryable: true, cause: error }
  if (DNS.test(code)) return new NodeError('http/dns', `The name ${host} was not found.`, options)
  if (TIMEOUT.test(code)) return new NodeError('http/timeout', `${host} did not answer in time.`, options)
  if (TLS.test(code))
    return new NodeError('http/tls', `No secure connection to ${host} (${code}).`, { ...options, retryable: false })
  if (INVALID_REQUEST.test(code))
    return new NodeError('http/invalid-request', 'The request cannot be sent as it is.', {
      ...options,
      retryable: false,
    })
  if (INVALID_RESPONSE.test(code))
    return new NodeError('http/invalid-response', `${host} answered with what is not HTTP.`, options)
  return new NodeError('http/connection', `The connection to ${host} failed (${code || 'unknown'}).`, options)
}

/** Why a signal was aborted: the time is up, or nobody waits any more. */
function abortError({ reason }: AbortSignal, host: string): NodeError | Problem {
  if (reason instanceof NodeError) return reason
  if (reason instanceof DOMException && reason.name === 'TimeoutError')
    return new NodeError('http/timeout', `${host} did not answer in time.`, { details: { host }, retryable: true })
  return Cancelled()
}

/** The code of an error, of its cause, or of the first of several tries. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  // Its code is often undefined.
  if (error instanceof errors.HTTPParserError) return 'HPE_INVALID'
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return 'cause' in error ? codeOf(error.cause) : ''
}
