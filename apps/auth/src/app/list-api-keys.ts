import { Inject } from '@nestjs/common'
import { ListApiKeys } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { ApiKeyStore } from '../adapters/postgres/api-key-store.js'
import { viewApiKey } from '../domain/api-key-view.js'

@Handles(ListApiKeys)
export class ListApiKeysHandler {
  constructor(@Inject(ApiKeyStore) private readonly store: ApiKeyStore) {}

  async handle(input: Input<typeof ListApiKeys>, ctx: RequestContext): Promise<Output<typeof ListApiKeys>> {
    const keys = await this.store.list(ctx, input)
    return toPage(keys, input.limit, viewApiKey, ({ createdAt, id }) => ({ at: createdAt.toISOString(), id }))
  }
}
