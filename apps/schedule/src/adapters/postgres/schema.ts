import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'

export const scheduleSchema: ServiceSchema = {
  service: 'schedule',
  entities: [],
  migrations: [createMessaging('schedule')],
}
