import { Inject } from '@nestjs/common'
import { ListWorkspaces } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Unauthenticated } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkspaceStore } from '../adapters/postgres/workspace-store.js'

@Handles(ListWorkspaces)
export class ListWorkspacesHandler {
  constructor(@Inject(WorkspaceStore) private readonly store: WorkspaceStore) {}

  async handle(_: Input<typeof ListWorkspaces>, ctx: RequestContext): Promise<Output<typeof ListWorkspaces>> {
    const memberships = await this.membershipsOf(ctx)
    return { items: memberships.map(({ workspaceId: id, name, role, createdAt }) => ({ id, name, role, createdAt })) }
  }

  /** A person sees all of theirs; a key belongs to one workspace and learns of no other. */
  private membershipsOf({ principal, workspaceId }: RequestContext) {
    if (principal.kind === 'user') return this.store.listOfUser(principal.id)
    if (principal.kind === 'api-key' && workspaceId) return this.store.listOfUser(principal.userId, workspaceId)
    throw Unauthenticated()
  }
}
