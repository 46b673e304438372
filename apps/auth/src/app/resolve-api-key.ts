import { Inject } from '@nestjs/common'
import { ResolveApiKey } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Unauthenticated } from '@linkflow/kernel'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { ApiKeyStore } from '../adapters/postgres/api-key-store.js'
import { hashApiKey, isApiKey } from '../domain/api-key.js'

@Handles(ResolveApiKey)
export class ResolveApiKeyHandler {
  constructor(
    @Inject(ApiKeyStore) private readonly store: ApiKeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ key }: Input<typeof ResolveApiKey>): Promise<Output<typeof ResolveApiKey>> {
    // What nobody can have been given costs no query.
    if (!isApiKey(key)) throw Unauthenticated()
    const found = await this.store.use(hashApiKey(key), this.clock.now())
    if (!found) throw Unauthenticated()
    const { id: apiKeyId, userId, workspaceId, permissions, allow } = found
    return { apiKeyId, userId, workspaceId, permissions, ...(allow && { allow }) }
  }
}
