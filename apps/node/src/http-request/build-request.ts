import type { Item } from '@linkflow/kernel'
import type { HttpRequestParameters } from '@linkflow/nodes'
import type { Authentication } from '../credentials/authentication.js'
import type { Hop } from '../egress/redirect.js'
import { targetUrl } from '../egress/target-url.js'
import { encodeBody, pairsOf } from './body.js'
import { mergeHeaders } from './headers.js'

/** What a request carries besides what its parameters say. */
export interface RequestExtras {
  authentication: Authentication
  idempotencyKey: string
  /** By which the receiver joins our trace. */
  traceparent?: string
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * The request for one item: same parameters, same request.
 *
 * @throws NodeError `http/invalid-request`
 */
export function buildRequest(
  { method, url: text, query, headers, body }: HttpRequestParameters,
  item: Item,
  { authentication, idempotencyKey, traceparent }: RequestExtras,
): Hop {
  const url = targetUrl(text)
  for (const [name, value] of pairsOf(query ?? {})) url.searchParams.append(name, value)
  for (const [name, value] of Object.entries(authentication.query)) url.searchParams.set(name, value)
  const encoded = body && encodeBody(body, item, idempotencyKey)
  const standard = {
    'User-Agent': 'LinkFlow',
    'Accept-Encoding': 'gzip, br, deflate',
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(encoded ? { 'Content-Type': encoded.contentType } : {}),
    ...(SAFE.has(method) ? {} : { 'Idempotency-Key': idempotencyKey }),
  }
  return {
    method,
    url,
    headers: mergeHeaders(standard, headers ?? {}, authentication.headers),
    ...(encoded ? { body: encoded.bytes } : {}),
  }
}
