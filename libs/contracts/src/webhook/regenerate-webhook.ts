import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WebhookNotFound } from './problems.js'
import { WebhookView } from './views.js'

export const RegenerateWebhook = request('webhook', 'regenerate-webhook', {
  summary: 'Gives a webhook a new address. The old one is unknown from then on.',
  http: ['POST', '/webhooks/:webhookId/regenerate', { status: 200 }],
  access: 'workflow:activate',
  input: z.object({ webhookId: Id }),
  output: WebhookView,
  problems: [WebhookNotFound],
})
