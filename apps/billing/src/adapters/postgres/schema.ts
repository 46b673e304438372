import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import { CreateBilling1732400000001 } from './migrations/1732400000001-create-billing.js'
import { KnowOtherSubscriptions1764000000001 } from './migrations/1764000000001-know-other-subscriptions.js'
import { DropByAge1764000000002 } from './migrations/1764000000002-drop-by-age.js'

export const billingSchema: ServiceSchema = {
  service: 'billing',
  entities: [],
  migrations: [
    createMessaging('billing'),
    CreateBilling1732400000001,
    KnowOtherSubscriptions1764000000001,
    DropByAge1764000000002,
  ],
}
