import { contractsOf } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import { CONFIG, defineService } from '@linkflow/service'
import type { Service } from '@linkflow/service'
import { checkKeys } from './adapters/postgres/check-keys.js'
import { credentialSchema } from './adapters/postgres/credential-schema.js'
import { CredentialStore } from './adapters/postgres/credential-store.js'
import { CreateCredentialHandler } from './app/create-credential.js'
import { DeleteCredentialHandler } from './app/delete-credential.js'
import { FindCredentialsHandler } from './app/find-credentials.js'
import { GetCredentialHandler } from './app/get-credential.js'
import { ListCredentialTypesHandler } from './app/list-credential-types.js'
import { ListCredentialsHandler } from './app/list-credentials.js'
import { ReleaseCredentialHandler } from './app/release-credential.js'
import { RewrapKeys } from './app/rewrap-keys.js'
import { credentialConfig } from './config.js'
import type { CredentialConfig } from './config.js'
import { Keyring } from './domain/keyring.js'

/** Keeps secrets, and gives them to one use at a time. */
export const credential: Service = defineService({
  name: 'credential',
  contracts: contractsOf('credential'),
  handlers: [
    CreateCredentialHandler,
    DeleteCredentialHandler,
    FindCredentialsHandler,
    GetCredentialHandler,
    ListCredentialTypesHandler,
    ListCredentialsHandler,
    ReleaseCredentialHandler,
  ],
  schema: credentialSchema,
  config: credentialConfig,
  providers: [CredentialStore, { provide: Keyring, inject: [CONFIG, Database], useFactory: createKeyring }],
  background: [RewrapKeys],
})

async function createKeyring(config: CredentialConfig, database: Database): Promise<Keyring> {
  const keyring = new Keyring(new Map(Object.entries(config.LINKFLOW_KEKS)), config.LINKFLOW_ACTIVE_KEK)
  await checkKeys(database, keyring)
  return keyring
}
