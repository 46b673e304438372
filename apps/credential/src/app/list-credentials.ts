import { Inject } from '@nestjs/common'
import { ListCredentials } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { CredentialStore } from '../adapters/postgres/credential-store.js'
import { viewCredential } from '../domain/credential.js'

@Handles(ListCredentials)
export class ListCredentialsHandler {
  constructor(@Inject(CredentialStore) private readonly store: CredentialStore) {}

  async handle(input: Input<typeof ListCredentials>, ctx: RequestContext): Promise<Output<typeof ListCredentials>> {
    const credentials = await this.store.list(ctx, input)
    return toPage(credentials, input.limit, viewCredential, ({ createdAt, id }) => ({
      at: createdAt.toISOString(),
      id,
    }))
  }
}
