import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import { CreateCredentials1732400000001 } from './migrations/1732400000001-create-credentials.js'

export const credentialSchema: ServiceSchema = {
  service: 'credential',
  entities: [],
  migrations: [createMessaging('credential'), CreateCredentials1732400000001],
}
