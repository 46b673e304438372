import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { NotificationView } from './views.js'

export const ListNotifications = request('notification', 'list-notifications', {
  summary: "Lists the caller's notifications in the workspace, newest first.",
  http: ['GET', '/notifications'],
  access: authenticated(),
  input: z.object({ unread: z.stringbool().optional().describe('Only those that are unread, or read.'), ...PageInput }),
  output: page(NotificationView),
  problems: [SessionRequired],
})
