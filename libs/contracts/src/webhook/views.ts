import { z } from 'zod'
import { At, Id } from '../core/schemas.js'

/** How a request proves where it comes from. Secrets are credentials, never written here. */
export const Verification = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('header'), header: z.string().min(1).max(128), credentialId: Id }),
  z.strictObject({
    kind: z.literal('hmac'),
    header: z.string().min(1).max(128),
    algorithm: z.enum(['sha1', 'sha256', 'sha384', 'sha512']).default('sha256'),
    encoding: z.enum(['hex', 'base64', 'base64url']).default('hex'),
    prefix: z.string().max(32).default('').describe('What stands before the signature, such as "sha256=".'),
    signedContent: z
      .string()
      .max(256)
      .default('{body}')
      .describe('What is signed: {body}, {timestamp}, {id}, {method}, {url} and literal text.'),
    timestampHeader: z.string().max(128).optional(),
    idHeader: z.string().max(128).optional(),
    toleranceSeconds: z.int().min(1).max(3600).default(300),
    credentialId: Id,
    previousCredentialId: Id.optional().describe('Also accepted, while a secret is being rotated.'),
  }),
  z.strictObject({ kind: z.literal('standard-webhooks'), credentialId: Id, previousCredentialId: Id.optional() }),
])
export type Verification = z.infer<typeof Verification>

/** Where the id of an event stands, by which a repeat is recognised. */
export const EventIdSource = z.union([
  z.strictObject({ header: z.string().min(1).max(128) }),
  z.strictObject({ expression: z.string().min(1).max(2048) }),
])
export type EventIdSource = z.infer<typeof EventIdSource>

export const webhookMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'ANY'] as const

export const WebhookView = z.object({
  id: Id,
  workflowId: Id,
  nodeId: z.string(),
  version: z.int(),
  method: z.enum(webhookMethods),
  respond: z.enum(['immediately', 'last-node', 'respond-node']),
  url: z.string(),
  verification: z.string(),
  createdAt: At,
})
export type WebhookView = z.infer<typeof WebhookView>

export const DeliveryView = z.object({
  id: Id,
  webhookId: Id,
  receivedAt: At,
  outcome: z.enum(['accepted', 'duplicate', 'rejected', 'failed']),
  status: z.int().describe('HTTP status the sender was given.'),
  eventId: z.string().optional(),
  executionId: Id.optional(),
  reason: z.string().optional(),
  method: z.string(),
  sizeBytes: z.int(),
})
export type DeliveryView = z.infer<typeof DeliveryView>
