import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'

export const CountUnreadNotifications = request('notification', 'count-unread-notifications', {
  summary: "Counts the caller's unread notifications in the workspace.",
  http: ['GET', '/notifications/unread-count'],
  access: authenticated(),
  input: z.object({}),
  output: z.object({ unread: z.int() }),
  problems: [SessionRequired],
})
