import { Inject } from '@nestjs/common'
import { DeleteTag, TagNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { TagStore } from '../adapters/postgres/tag-store.js'

@Handles(DeleteTag)
export class DeleteTagHandler {
  constructor(@Inject(TagStore) private readonly store: TagStore) {}

  async handle({ tag }: Input<typeof DeleteTag>, ctx: RequestContext): Promise<Output<typeof DeleteTag>> {
    const deleted = !tag.includes('\u0000') && (await this.store.delete(ctx, tag))
    if (!deleted) throw TagNotFound()
    return {}
  }
}
