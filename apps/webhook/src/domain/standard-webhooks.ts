import { createHmac } from 'node:crypto'
import { equalTexts } from './constant-time.js'
import { bodyBytes, headerOf } from './delivery-request.js'
import type { DeliveryRequest } from './delivery-request.js'
import { isRecent } from './timestamp.js'

const TOLERANCE_SECONDS = 300
const MAX_SIGNATURES = 20

/** The header by which Standard Webhooks names an event; the same for all its repeats. */
export const STANDARD_ID_HEADER = 'webhook-id'

/**
 * Why a request does not conform to Standard Webhooks 1.0 (symmetric signatures); undefined when one of the secrets
 * signed it. Source: https://github.com/standard-webhooks/standard-webhooks, "Verifying webhook authenticity".
 */
export function checkStandardWebhook(
  request: DeliveryRequest,
  secrets: readonly string[],
  nowMs: number,
): string | undefined {
  const id = headerOf(request, STANDARD_ID_HEADER)
  const timestamp = headerOf(request, 'webhook-timestamp')
  const list = headerOf(request, 'webhook-signature')
  if (!id || !timestamp || !list) return 'A header of Standard Webhooks is missing.'
  if (!isRecent(timestamp, nowMs, TOLERANCE_SECONDS)) return 'The timestamp is too far from now.'
  const signatures = list
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .slice(0, MAX_SIGNATURES)
    .map((signature) => signature.slice('v1,'.length))
  const body = bodyBytes(request)
  const matches = secrets.flatMap((secret) => {
    const expected = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest('base64')
    return signatures.map((signature) => equalTexts(signature, expected))
  })
  return matches.includes(true) ? undefined : 'The signature does not match.'
}

/** `whsec_` stands before the base64 of the key. */
function keyOf(secret: string): Buffer {
  return Buffer.from(secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret, 'base64')
}
