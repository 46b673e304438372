import { NodeError } from '@linkflow/nodes'
import { targetUrl } from './target-url.js'

/** The part of a request that a redirect may change. */
export interface Hop {
  method: string
  url: URL
  headers: Record<string, string>
  body?: Buffer
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const CONTENT = /^content-/i

/**
 * The request that follows a redirect, as browsers make it (WHATWG Fetch, HTTP-redirect fetch); undefined when the
 * response is none. What proves who we are stays with the origin it was meant for.
 *
 * @param secretHeaders lower-case names of headers that are kept from other origins
 * @throws NodeError `http/invalid-response` | `http/invalid-request`
 */
export function nextHop(
  hop: Hop,
  { status, location }: { status: number; location: string | undefined },
  secretHeaders: ReadonlySet<string>,
): Hop | undefined {
  if (!REDIRECTS.has(status) || location === undefined) return undefined
  if (!URL.canParse(location, hop.url.href))
    throw new NodeError('http/invalid-response', 'The response redirects to something that is no address.')
  const url = targetUrl(new URL(location, hop.url).href)
  const becomesGet =
    (status === 303 && hop.method !== 'GET' && hop.method !== 'HEAD') ||
    ((status === 301 || status === 302) && hop.method === 'POST')
  const isAway = url.origin !== hop.url.origin
  const headers = Object.fromEntries(
    Object.entries(hop.headers).filter(
      ([name]) => !(isAway && secretHeaders.has(name.toLowerCase())) && !(becomesGet && CONTENT.test(name)),
    ),
  )
  return becomesGet ? { method: 'GET', url, headers } : { ...hop, url, headers }
}
