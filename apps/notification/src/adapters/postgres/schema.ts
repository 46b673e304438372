import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import { CreateNotifications1732400000004 } from './migrations/1732400000004-create-notifications.js'
import { KeepFacts1764000000001 } from './migrations/1764000000001-keep-facts.js'
import { LeaseApart1764000000002 } from './migrations/1764000000002-lease-apart.js'
import { ReachPreferences1764000000003 } from './migrations/1764000000003-reach-preferences.js'

/** The notification service's part of the database. */
export const notificationSchema: ServiceSchema = {
  service: 'notification',
  entities: [],
  migrations: [
    createMessaging('notification'),
    CreateNotifications1732400000004,
    KeepFacts1764000000001,
    LeaseApart1764000000002,
    ReachPreferences1764000000003,
  ],
}
