import { Inject } from '@nestjs/common'
import { ResolveMembership, WorkspaceNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Handles } from '@linkflow/service'
import { WorkspaceStore } from '../adapters/postgres/workspace-store.js'

@Handles(ResolveMembership)
export class ResolveMembershipHandler {
  constructor(@Inject(WorkspaceStore) private readonly store: WorkspaceStore) {}

  async handle({ userId, workspaceId }: Input<typeof ResolveMembership>): Promise<Output<typeof ResolveMembership>> {
    const [membership] = await this.store.listOfUser(userId, workspaceId)
    if (!membership) throw WorkspaceNotFound()
    const { role, name, permissions } = membership
    return { workspaceId: membership.workspaceId, name, role, permissions: [...permissions] }
  }
}
