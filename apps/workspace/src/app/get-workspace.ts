import { Inject } from '@nestjs/common'
import { GetWorkspace } from '@linkflow/contracts'
import type { Input, WorkspaceView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkspaceStore } from '../adapters/postgres/workspace-store.js'
import { ownWorkspace } from '../domain/own-workspace.js'

@Handles(GetWorkspace)
export class GetWorkspaceHandler {
  constructor(@Inject(WorkspaceStore) private readonly store: WorkspaceStore) {}

  async handle({ id }: Input<typeof GetWorkspace>, ctx: RequestContext): Promise<WorkspaceView> {
    return this.store.get(ownWorkspace(id, ctx))
  }
}
