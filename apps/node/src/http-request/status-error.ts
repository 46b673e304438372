import { NodeError } from '@linkflow/nodes'
import { redact } from '../credentials/authentication.js'
import type { EgressResponse } from '../egress/egress.js'

const EXCERPT_LENGTH = 1000
const RETRYABLE = new Set([408, 425, 429])

/**
 * The failure that a status of 400 and above is; undefined for any other.
 *
 * @param secrets what servers may echo and nobody may read later
 */
export function statusError(
  { status, headers, body, url }: EgressResponse,
  { secrets, now }: { secrets: readonly string[]; now: Date },
): NodeError | undefined {
  if (status < 400) return undefined
  const retryable = status >= 500 || RETRYABLE.has(status)
  const retryAfterMs = retryable ? retryAfter(headers['retry-after'], now) : undefined
  // Redacted before it is cut, so that no secret is cut in two and missed.
  const text = redact(body.subarray(0, 64 * 1024).toString('utf8'), secrets)
  const excerpt = text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text
  return new NodeError('http/status', `${url.host} answered with status ${status}.`, {
    details: { status, body: excerpt },
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

/** Milliseconds that `Retry-After` asks for, which gives seconds or a date (RFC 9110, 10.2.3). */
export function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}
