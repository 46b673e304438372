import { z } from 'zod'
import { NotificationView } from './views.js'

/** Where the news of one user's notifications in one workspace go. */
export const notificationsSubject = (workspaceId: string, userId: string) =>
  `live.${workspaceId}.notifications.${userId}`

/** What is told there: a notification that came, if any, and how many are unread now. */
export const NotificationNews = z.object({ notification: NotificationView.optional(), unread: z.int() })
export type NotificationNews = z.infer<typeof NotificationNews>
