import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { NotificationEndpointNotFound } from './problems.js'

export const DeleteNotificationEndpoint = request('notification', 'delete-notification-endpoint', {
  summary: "Deletes a notification endpoint: the caller's own, or with notification-endpoint:manage the workspace's.",
  http: ['DELETE', '/notification-endpoints/:endpointId'],
  access: authenticated(),
  input: z.object({ endpointId: Id }),
  output: Nothing,
  problems: [SessionRequired, NotificationEndpointNotFound],
})
