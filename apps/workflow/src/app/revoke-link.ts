import { Inject } from '@nestjs/common'
import { RevokeLink } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { LinkStore } from '../adapters/postgres/link-store.js'

@Handles(RevokeLink)
export class RevokeLinkHandler {
  constructor(@Inject(LinkStore) private readonly links: LinkStore) {}

  async handle(
    { workflowId, linkId }: Input<typeof RevokeLink>,
    ctx: RequestContext,
  ): Promise<Output<typeof RevokeLink>> {
    await this.links.delete(ctx, workflowId, linkId)
    return {}
  }
}
