import type { NotificationEvent, NotificationView } from '@linkflow/contracts'

/** Something one person is told in one workspace. */
export interface Notification {
  id: string
  workspaceId: string
  userId: string
  event: NotificationEvent | 'test'
  title: string
  text: string
  url?: string
  createdAt: Date
  readAt?: Date
}

export function viewNotification({ createdAt, readAt, ...notification }: Notification): NotificationView {
  const { id, event, title, text, url } = notification
  return {
    id,
    event,
    title,
    text,
    ...(url === undefined ? {} : { url }),
    createdAt: createdAt.toISOString(),
    ...(readAt && { readAt: readAt.toISOString() }),
  }
}
