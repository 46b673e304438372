import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { RegisteredWebhook } from '../workflow/views.js'
import { EventIdSource, Verification, webhookMethods } from './views.js'

export const RegisterWebhooks = request('webhook', 'register-webhooks', {
  summary:
    'Makes the webhooks of a workflow exactly these. A stale generation changes nothing and is told the present.',
  access: internal('workflow'),
  input: z.object({
    workflowId: Id,
    version: z.int(),
    /** Grows with every activation and deactivation of the workflow. */
    generation: z.int(),
    webhooks: z.array(
      z.object({
        nodeId: z.string(),
        method: z.enum(webhookMethods),
        respond: z.enum(['immediately', 'last-node', 'respond-node']),
        verify: Verification,
        eventId: EventIdSource.optional(),
        timeoutMs: z.int().max(120_000).optional(),
      }),
    ),
  }),
  output: z.object({ webhooks: z.array(RegisteredWebhook) }),
})
