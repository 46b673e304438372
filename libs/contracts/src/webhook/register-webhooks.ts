import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { AllowedAddresses, Id } from '../core/schemas.js'
import { DEFINITION_BYTES, RegisteredWebhook } from '../workflow/views.js'
import { EventIdSource, Verification, webhookMethods } from './views.js'

const HeaderName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/)
const HeaderValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be printable, on one line')

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
        timeoutMs: z.int().min(1).max(120_000).optional(),
        allow: AllowedAddresses.optional().describe('Who may send; everybody when absent.'),
        maxPerMinute: z.int().min(1).max(1_000_000).optional(),
        response: z
          .strictObject({
            status: z.int().min(200).max(599).optional(),
            headers: z.record(HeaderName, HeaderValue).optional(),
            body: z.unknown().optional(),
          })
          .optional()
          .describe('What is answered immediately; 202 with the execution id when absent.'),
      }),
    ),
  }),
  output: z.object({ webhooks: z.array(RegisteredWebhook) }),
  maxBytes: DEFINITION_BYTES,
})
