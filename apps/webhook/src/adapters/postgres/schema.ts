import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import { CreateWebhooks1732400000002 } from './migrations/1732400000002-create-webhooks.js'
import { LimitWebhooks1764000000001 } from './migrations/1764000000001-limit-webhooks.js'

/** The webhook service's part of the database. */
export const webhookSchema: ServiceSchema = {
  service: 'webhook',
  entities: [],
  migrations: [createMessaging('webhook'), CreateWebhooks1732400000002, LimitWebhooks1764000000001],
}
