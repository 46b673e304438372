import { Inject } from '@nestjs/common'
import { ListMembers } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { WorkspaceStore } from '../adapters/postgres/workspace-store.js'
import { ownWorkspace } from '../domain/own-workspace.js'

@Handles(ListMembers)
export class ListMembersHandler {
  constructor(@Inject(WorkspaceStore) private readonly store: WorkspaceStore) {}

  async handle(input: Input<typeof ListMembers>, ctx: RequestContext): Promise<Output<typeof ListMembers>> {
    const members = await this.store.listMembers(ownWorkspace(input.id, ctx), input)
    return toPage(
      members,
      input.limit,
      (member) => member,
      ({ joinedAt, userId }) => ({ at: joinedAt, id: userId }),
    )
  }
}
