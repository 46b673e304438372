import { Inject } from '@nestjs/common'
import { GetCredential } from '@linkflow/contracts'
import type { CredentialView, Input } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { CredentialStore } from '../adapters/postgres/credential-store.js'
import { viewCredential } from '../domain/credential.js'

@Handles(GetCredential)
export class GetCredentialHandler {
  constructor(@Inject(CredentialStore) private readonly store: CredentialStore) {}

  async handle({ credentialId }: Input<typeof GetCredential>, ctx: RequestContext): Promise<CredentialView> {
    return viewCredential(await this.store.get(ctx, credentialId))
  }
}
