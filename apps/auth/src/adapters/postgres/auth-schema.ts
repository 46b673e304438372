import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import { CreateUsers1732400000001 } from './migrations/1732400000001-create-users.js'
import { CreateApiKeys1732400000002 } from './migrations/1732400000002-create-api-keys.js'
import { CreateMailedTokens1732400000003 } from './migrations/1732400000003-create-mailed-tokens.js'
import { RestrictApiKeys1764000000001 } from './migrations/1764000000001-restrict-api-keys.js'

export const authSchema: ServiceSchema = {
  service: 'auth',
  entities: [],
  migrations: [
    createMessaging('auth'),
    CreateUsers1732400000001,
    CreateApiKeys1732400000002,
    CreateMailedTokens1732400000003,
    RestrictApiKeys1764000000001,
  ],
}
