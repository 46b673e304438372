import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { NotificationNotFound } from './problems.js'
import { NotificationView } from './views.js'

export const MarkNotificationRead = request('notification', 'mark-notification-read', {
  summary: "Marks one of the caller's notifications as read.",
  http: ['POST', '/notifications/:notificationId/read'],
  access: authenticated(),
  input: z.object({ notificationId: Id }),
  output: NotificationView,
  problems: [SessionRequired, NotificationNotFound],
})
