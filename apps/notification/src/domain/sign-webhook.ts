import { createHmac, randomBytes } from 'node:crypto'

const PREFIX = 'whsec_'

/** A secret for one endpoint: 192 random bits, written as Standard Webhooks do. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(24).toString('base64')
}

/**
 * Headers that prove a body to its receiver (Standard Webhooks 1.0, symmetric signatures). The id stays the same for
 * every attempt.
 */
export function signWebhook(secret: string, message: { id: string; body: string; at: Date }): Record<string, string> {
  const { id, body, at } = message
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
