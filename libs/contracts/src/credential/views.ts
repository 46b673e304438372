import { z } from 'zod'
import { At, Id } from '../core/schemas.js'

export const CredentialView = z.object({
  id: Id,
  name: z.string(),
  type: z.string(),
  fingerprint: z.string().describe('Changes when a secret changes; tells nothing about it.'),
  fields: z.record(z.string(), z.unknown()).describe('The fields that are no secret.'),
  createdAt: At,
  updatedAt: At,
})
export type CredentialView = z.infer<typeof CredentialView>

/** How a credential's fields become part of an HTTP request: templates over `{{field}}`. */
export const CredentialTypeView = z.object({
  type: z.string(),
  name: z.string(),
  description: z.string(),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      secret: z.boolean(),
      required: z.boolean(),
      multiline: z.boolean().optional(),
      description: z.string().optional(),
    }),
  ),
  authenticate: z
    .object({
      headers: z.record(z.string(), z.string()).optional(),
      query: z.record(z.string(), z.string()).optional(),
      basic: z.object({ username: z.string(), password: z.string() }).optional(),
    })
    .optional(),
})
export type CredentialTypeView = z.infer<typeof CredentialTypeView>
