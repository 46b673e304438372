import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WebhookNotFound } from './problems.js'
import { DeliveryView } from './views.js'

export const ListDeliveries = request('webhook', 'list-deliveries', {
  summary: 'Lists what arrived at a webhook, newest first.',
  http: ['GET', '/webhooks/:webhookId/deliveries'],
  access: 'webhook:list',
  input: z.object({ webhookId: Id, ...PageInput }),
  output: page(DeliveryView),
  problems: [WebhookNotFound],
})
