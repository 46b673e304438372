import { Inject } from '@nestjs/common'
import { CREDENTIAL_CHANGED, DeleteCredential } from '@linkflow/contracts'
import type { CredentialChanged, Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { Handles } from '@linkflow/service'
import { CredentialStore } from '../adapters/postgres/credential-store.js'

@Handles(DeleteCredential)
export class DeleteCredentialHandler {
  constructor(
    @Inject(CredentialStore) private readonly store: CredentialStore,
    @Inject(Messaging) private readonly messaging: Messaging,
  ) {}

  async handle(
    { credentialId }: Input<typeof DeleteCredential>,
    ctx: RequestContext,
  ): Promise<Output<typeof DeleteCredential>> {
    await this.store.delete(ctx, credentialId)
    this.messaging.publishLive(CREDENTIAL_CHANGED, { credentialId } satisfies CredentialChanged)
    return {}
  }
}
