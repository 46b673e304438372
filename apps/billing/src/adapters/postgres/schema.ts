import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'

export const billingSchema: ServiceSchema = {
  service: 'billing',
  entities: [],
  migrations: [createMessaging('billing')],
}
