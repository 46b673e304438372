import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WebhookView } from './views.js'

export const ListWebhooks = request('webhook', 'list-webhooks', {
  summary: 'Lists the webhooks of active workflows with their URLs.',
  http: ['GET', '/webhooks'],
  access: 'webhook:list',
  input: z.object({ workflowId: Id.optional(), ...PageInput }),
  output: page(WebhookView),
})
