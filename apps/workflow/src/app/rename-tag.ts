import { Inject } from '@nestjs/common'
import { RenameTag, TagNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { TagStore } from '../adapters/postgres/tag-store.js'

@Handles(RenameTag)
export class RenameTagHandler {
  constructor(@Inject(TagStore) private readonly store: TagStore) {}

  async handle({ tag, name }: Input<typeof RenameTag>, ctx: RequestContext): Promise<Output<typeof RenameTag>> {
    const renamed = tag.includes('\u0000') ? undefined : await this.store.rename(ctx, tag, name)
    if (!renamed) throw TagNotFound()
    return renamed
  }
}
