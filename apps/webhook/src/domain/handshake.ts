import type { RawReply } from '@linkflow/contracts'
import type { Item } from '@linkflow/kernel'
import { valueFor } from './event-id.js'
import { presetOf } from './presets.js'
import { valueReply } from './reply.js'
import type { Webhook } from './webhook.js'

/** The answer to a sender that only asks whether somebody is there; undefined for anything else. */
export function handshakeReply(webhook: Webhook, item: Item, nowMs: number): RawReply | undefined {
  const handshake = presetOf(webhook.verify)?.handshake
  if (!handshake || valueFor(webhook, handshake.when, item, nowMs) !== true) return undefined
  const body = valueFor(webhook, handshake.answer, item, nowMs)
  return valueReply({ status: 200, headers: {}, body: typeof body === 'string' ? body : null })
}
