import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import { CreateSchedules1732400000002 } from './migrations/1732400000002-create-schedules.js'
import { KeepFailingSince1732400000012 } from './migrations/1732400000012-keep-failing-since.js'

/** The schedule service's part of the database. */
export const scheduleSchema: ServiceSchema = {
  service: 'schedule',
  entities: [],
  migrations: [createMessaging('schedule'), CreateSchedules1732400000002, KeepFailingSince1732400000012],
}
