import { createHash } from 'node:crypto'
import type { EventIdSource, Verification } from '@linkflow/contracts'
import { ExpressionError, evaluate } from '@linkflow/expression'
import type { Item } from '@linkflow/kernel'
import { headerOf } from './delivery-request.js'
import type { DeliveryRequest } from './delivery-request.js'
import { presetOf } from './presets.js'
import { STANDARD_ID_HEADER } from './standard-webhooks.js'
import type { Webhook } from './webhook.js'

const LONGEST_ID = 256
const UNSPEAKABLE = /[\p{Cc}\p{Surrogate}]/u

/** The id of the event a request brings; undefined when it says none, and then every delivery counts. */
export function eventIdOf(webhook: Webhook, request: DeliveryRequest, item: Item, nowMs: number): string | undefined {
  const source = webhook.eventId ?? usualSource(webhook.verify)
  if (!source) return undefined
  const id =
    'header' in source ? headerOf(request, source.header) : textOf(valueFor(webhook, source.expression, item, nowMs))
  return id === '' ? undefined : id
}

/** Where senders of a kind write it. */
function usualSource(verify: Verification): EventIdSource | undefined {
  return verify.kind === 'standard-webhooks' ? { header: STANDARD_ID_HEADER } : presetOf(verify)?.eventId
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The key by which the execution service recognises a repeat; what is long or cannot be written down is hashed. */
export function idempotencyKeyOf(webhookId: string, eventId: string): string {
  const short = eventId.length <= LONGEST_ID && !UNSPEAKABLE.test(eventId)
  const id = short ? eventId : `sha256:${createHash('sha256').update(Buffer.from(eventId, 'utf16le')).digest('hex')}`
  return `webhook:${webhookId}:${id}`
}

/** What an expression of a webhook's settings gives; undefined when it finds nothing, or fails on what was sent. */
export function valueFor(webhook: Webhook, expression: string, item: Item, nowMs: number): unknown {
  try {
    return evaluate(expression, {
      item,
      index: 0,
      input: [item],
      execution: { id: '' },
      workflow: { id: webhook.workflowId, version: webhook.version },
      nowMs,
      random: () => 0,
    })
  } catch (error) {
    if (ExpressionError.is(error)) return undefined
    throw error
  }
}
