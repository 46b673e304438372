import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { NotificationNotFound } from './problems.js'

export const DeleteNotification = request('notification', 'delete-notification', {
  summary: "Deletes one of the caller's notifications.",
  http: ['DELETE', '/notifications/:notificationId'],
  access: authenticated(),
  input: z.object({ notificationId: Id }),
  output: Nothing,
  problems: [SessionRequired, NotificationNotFound],
})
