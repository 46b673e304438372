import { Inject } from '@nestjs/common'
import { LinkNotFound, ViewLink } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { LinkStore } from '../adapters/postgres/link-store.js'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { mapCredentials } from '../domain/credentials.js'
import { hashOf } from '../domain/link.js'

@Handles(ViewLink)
export class ViewLinkHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(LinkStore) private readonly links: LinkStore,
  ) {}

  async handle({ token }: Input<typeof ViewLink>, ctx: RequestContext): Promise<Output<typeof ViewLink>> {
    const place = await this.links.find(hashOf(token))
    if (!place) throw LinkNotFound()
    const opening = { workspaceId: place.workspaceId, traceparent: ctx.traceparent }
    const { name, draft, archivedAt } = await this.store.read(opening, (reader) => reader.getDrafted(place.id))
    if (archivedAt !== undefined) throw LinkNotFound()
    return { name, ...mapCredentials(draft, () => undefined) }
  }
}
