import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'

export const notificationSchema: ServiceSchema = {
  service: 'notification',
  entities: [],
  migrations: [createMessaging('notification')],
}
