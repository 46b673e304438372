import { Inject } from '@nestjs/common'
import { CreateCredential } from '@linkflow/contracts'
import type { CredentialView, Input } from '@linkflow/contracts'
import { Forbidden, newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { CredentialStore } from '../adapters/postgres/credential-store.js'
import { checkFields, publicFields } from '../domain/check-fields.js'
import type { Credential } from '../domain/credential.js'
import { getCredentialType } from '../domain/credential-types.js'
import { seal } from '../domain/envelope.js'
import { Keyring } from '../domain/keyring.js'

@Handles(CreateCredential)
export class CreateCredentialHandler {
  constructor(
    @Inject(CredentialStore) private readonly store: CredentialStore,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ name, type, data }: Input<typeof CreateCredential>, ctx: RequestContext): Promise<CredentialView> {
    const { workspaceId } = ctx
    if (workspaceId === undefined) throw Forbidden({ permission: 'credential:create' })
    const credentialType = getCredentialType(type)
    checkFields(data, credentialType)
    const now = this.clock.now()
    const id = newId()
    const credential: Credential = {
      id,
      name,
      type,
      version: 1,
      fingerprint: this.keyring.fingerprint({ workspaceId, credentialId: id }, data),
      publicFields: publicFields(data, credentialType),
      createdAt: now,
      updatedAt: now,
    }
    const address = { workspaceId, credentialId: id, version: credential.version, type }
    const envelope = seal(Buffer.from(JSON.stringify(data)), address, this.keyring)
    return this.store.create(ctx, credential, envelope)
  }
}
