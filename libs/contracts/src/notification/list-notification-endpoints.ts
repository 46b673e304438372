import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { NotificationEndpointView } from './views.js'

export const ListNotificationEndpoints = request('notification', 'list-notification-endpoints', {
  summary: "Lists the caller's notification endpoints and those of the workspace, newest first.",
  http: ['GET', '/notification-endpoints'],
  access: authenticated(),
  input: z.object({ ...PageInput }),
  output: page(NotificationEndpointView),
  problems: [SessionRequired],
})
