import { Inject } from '@nestjs/common'
import { CreateLink } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { LinkStore } from '../adapters/postgres/link-store.js'
import { hashOf, newToken, toLinkView } from '../domain/link.js'
import { publisherOf } from '../domain/version.js'

@Handles(CreateLink)
export class CreateLinkHandler {
  constructor(
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ workflowId }: Input<typeof CreateLink>, ctx: RequestContext): Promise<Output<typeof CreateLink>> {
    const token = newToken()
    const link = { id: newId(), createdAt: this.clock.now(), createdBy: publisherOf(ctx.principal) }
    await this.links.insert(ctx, workflowId, link, hashOf(token))
    return { ...toLinkView(link), token, path: `/api/v1/shared-workflows/${token}` }
  }
}
