import { Inject } from '@nestjs/common'
import { DeleteCredential } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { CredentialStore } from '../adapters/postgres/credential-store.js'

@Handles(DeleteCredential)
export class DeleteCredentialHandler {
  constructor(@Inject(CredentialStore) private readonly store: CredentialStore) {}

  async handle(
    { credentialId }: Input<typeof DeleteCredential>,
    ctx: RequestContext,
  ): Promise<Output<typeof DeleteCredential>> {
    await this.store.delete(ctx, credentialId)
    return {}
  }
}
