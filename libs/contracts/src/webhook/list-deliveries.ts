import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { At, Id } from '../core/schemas.js'
import { WebhookNotFound } from './problems.js'
import { DeliveryView, deliveryOutcomes } from './views.js'

export const ListDeliveries = request('webhook', 'list-deliveries', {
  summary: 'Lists what arrived at a webhook, newest first.',
  http: ['GET', '/webhooks/:webhookId/deliveries'],
  access: 'webhook:list',
  input: z.object({
    webhookId: Id,
    ...PageInput,
    outcome: z.enum(deliveryOutcomes).optional(),
    eventId: z.string().max(256).optional(),
    executionId: Id.optional(),
    from: At.optional(),
    to: At.optional().describe('Before this moment.'),
  }),
  output: page(DeliveryView),
  problems: [WebhookNotFound],
})
