import type { Allowance } from './limits.js'
import { WINDOW_S } from './limits.js'

/**
 * What is left of a budget, as headers: draft-ietf-httpapi-ratelimit-headers-11 and the older `X-RateLimit-*`. The
 * reset is in seconds from now in both.
 */
export function limitHeaders({ policy, limit, remaining, resetSeconds }: Allowance): Record<string, string> {
  return {
    ratelimit: `"${policy}";r=${remaining};t=${resetSeconds}`,
    'ratelimit-policy': `"${policy}";q=${limit};w=${WINDOW_S}`,
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(resetSeconds),
  }
}
