import { Inject } from '@nestjs/common'
import { FindCredentials } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { CredentialStore } from '../adapters/postgres/credential-store.js'

@Handles(FindCredentials)
export class FindCredentialsHandler {
  constructor(@Inject(CredentialStore) private readonly store: CredentialStore) {}

  async handle({ ids }: Input<typeof FindCredentials>, ctx: RequestContext): Promise<Output<typeof FindCredentials>> {
    return { items: await this.store.find(ctx, ids) }
  }
}
