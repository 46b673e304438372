import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'
import { TooManyNotificationEndpoints } from './problems.js'
import { NotificationEndpointView, NotificationEvent } from './views.js'

export const CreateNotificationEndpoint = request('notification', 'create-notification-endpoint', {
  summary:
    'Has notifications sent to an address, for the caller or for the workspace. What goes to a webhook is signed as ' +
    'Standard Webhooks say; the secret is shown only now.',
  http: ['POST', '/notification-endpoints', { status: 201 }],
  access: authenticated(),
  input: z.object({
    owner: z
      .enum(['me', 'workspace'])
      .default('me')
      .describe('`workspace` needs notification-endpoint:manage and to be allowed to read what the events tell.'),
    kind: z.enum(['webhook', 'slack']),
    url: z.url().max(2048),
    events: z.array(NotificationEvent).min(1).max(10).optional().describe('All when absent.'),
  }),
  output: NotificationEndpointView.extend({ secret: z.string().optional() }),
  problems: [SessionRequired, TooManyNotificationEndpoints],
})
