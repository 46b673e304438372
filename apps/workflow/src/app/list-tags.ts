import { Inject } from '@nestjs/common'
import { ListTags } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { TagStore } from '../adapters/postgres/tag-store.js'
import { nextTags, tagAfter } from '../domain/tag-cursor.js'

@Handles(ListTags)
export class ListTagsHandler {
  constructor(@Inject(TagStore) private readonly store: TagStore) {}

  async handle({ cursor, limit }: Input<typeof ListTags>, ctx: RequestContext): Promise<Output<typeof ListTags>> {
    const tags = await this.store.list(ctx, tagAfter(cursor), limit + 1)
    return nextTags(tags, limit)
  }
}
