import { Inject } from '@nestjs/common'
import { ApiKeyNotFound, RevokeApiKey } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { ApiKeyStore } from '../adapters/postgres/api-key-store.js'

@Handles(RevokeApiKey)
export class RevokeApiKeyHandler {
  constructor(
    @Inject(ApiKeyStore) private readonly store: ApiKeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ apiKeyId }: Input<typeof RevokeApiKey>, ctx: RequestContext): Promise<Output<typeof RevokeApiKey>> {
    if (!(await this.store.revoke(ctx, apiKeyId, this.clock.now()))) throw ApiKeyNotFound()
    return {}
  }
}
