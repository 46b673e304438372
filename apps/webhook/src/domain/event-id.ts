import { createHash } from 'node:crypto'
import { ExpressionError, evaluate } from '@linkflow/expression'
import type { Item } from '@linkflow/kernel'
import { headerOf } from './delivery-request.js'
import type { DeliveryRequest } from './delivery-request.js'
import { STANDARD_ID_HEADER } from './standard-webhooks.js'
import type { Webhook } from './webhook.js'

const LONGEST_ID = 256
const UNSPEAKABLE = /[\p{Cc}\p{Surrogate}]/u

/** The id of the event a request brings; undefined when it says none, and then every delivery counts. */
export function eventIdOf(webhook: Webhook, request: DeliveryRequest, item: Item, nowMs: number): string | undefined {
  const source =
    webhook.eventId ?? (webhook.verify.kind === 'standard-webhooks' ? { header: STANDARD_ID_HEADER } : undefined)
  if (!source) return undefined
  const id = 'header' in source ? headerOf(request, source.header) : evaluated(webhook, source.expression, item, nowMs)
  return id === '' ? undefined : id
}

/** The key by which the execution service recognises a repeat; what is long or cannot be written down is hashed. */
export function idempotencyKeyOf(webhookId: string, eventId: string): string {
  const short = eventId.length <= LONGEST_ID && !UNSPEAKABLE.test(eventId)
  const id = short ? eventId : `sha256:${createHash('sha256').update(Buffer.from(eventId, 'utf16le')).digest('hex')}`
  return `webhook:${webhookId}:${id}`
}

/** An expression that finds nothing, or fails on what was sent, gives no id. */
function evaluated(webhook: Webhook, expression: string, item: Item, nowMs: number): string | undefined {
  try {
    const value = evaluate(expression, {
      item,
      index: 0,
      input: [item],
      execution: { id: '' },
      workflow: { id: webhook.workflowId, version: webhook.version },
      nowMs,
      random: () => 0,
    })
    if (value === undefined || value === null) return undefined
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  } catch (error) {
    if (ExpressionError.is(error)) return undefined
    throw error
  }
}
