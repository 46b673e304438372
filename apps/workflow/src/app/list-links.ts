import { Inject } from '@nestjs/common'
import { ListLinks } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { decodeCursor, toPage } from '@linkflow/postgres'
import { LinkStore } from '../adapters/postgres/link-store.js'
import { toLinkView } from '../domain/link.js'

@Handles(ListLinks)
export class ListLinksHandler {
  constructor(@Inject(LinkStore) private readonly links: LinkStore) {}

  async handle(
    { workflowId, cursor, limit }: Input<typeof ListLinks>,
    ctx: RequestContext,
  ): Promise<Output<typeof ListLinks>> {
    const links = await this.links.list(ctx, workflowId, decodeCursor(cursor), limit + 1)
    return toPage(links, limit, toLinkView, ({ createdAt, id }) => ({ at: createdAt.toISOString(), id }))
  }
}
