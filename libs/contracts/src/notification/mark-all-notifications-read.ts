import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'

export const MarkAllNotificationsRead = request('notification', 'mark-all-notifications-read', {
  summary: "Marks all of the caller's notifications in the workspace as read.",
  http: ['POST', '/notifications/read'],
  access: authenticated(),
  input: z.object({}),
  output: z.object({ marked: z.int() }),
  problems: [SessionRequired],
})
