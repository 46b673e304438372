import { z } from 'zod'
import { At, Id } from '../core/schemas.js'

/** Senders whose way of signing is known. */
export const webhookPresets = ['github', 'gitlab', 'hubspot', 'shopify', 'slack', 'stripe', 'twilio'] as const
export type WebhookPreset = (typeof webhookPresets)[number]

export const jwtAlgorithms = ['HS256', 'HS384', 'HS512', 'RS256', 'PS256', 'ES256', 'EdDSA'] as const

/** How a request proves where it comes from. Secrets are credentials, never written here. */
export const Verification = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('header'), header: z.string().min(1).max(128), credentialId: Id }),
  z.strictObject({ kind: z.literal('basic'), credentialId: Id }),
  z.strictObject({
    kind: z.literal('jwt'),
    algorithm: z.enum(jwtAlgorithms).default('HS256'),
    header: z.string().min(1).max(128).default('Authorization').describe('"Bearer " before the token is left out.'),
    issuer: z.string().max(512).optional(),
    audience: z.string().max(512).optional(),
    credentialId: Id.describe('The shared secret, or the public key as PEM.'),
    previousCredentialId: Id.optional(),
  }),
  z.strictObject({
    kind: z.literal('preset'),
    preset: z.enum(webhookPresets),
    credentialId: Id,
    previousCredentialId: Id.optional(),
  }),
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
      .describe(
        'What is signed: {body}, {form} (its fields sorted, names and values joined), {timestamp}, {id}, {method}, {url} (path and query), {fullUrl} and literal text.',
      ),
    pairs: z
      .strictObject({ signature: z.string().min(1).max(32), timestamp: z.string().min(1).max(32).optional() })
      .optional()
      .describe(
        'The header holds name=value pairs, separated by commas: the names of the signature and the timestamp.',
      ),
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

export const deliveryOutcomes = ['accepted', 'duplicate', 'rejected', 'failed'] as const

export const DeliveryView = z.object({
  id: Id,
  webhookId: Id,
  receivedAt: At,
  outcome: z.enum(deliveryOutcomes),
  status: z.int().describe('HTTP status the sender was given.'),
  eventId: z.string().optional(),
  executionId: Id.optional(),
  reason: z.string().optional(),
  method: z.string(),
  sizeBytes: z.int(),
})
export type DeliveryView = z.infer<typeof DeliveryView>
