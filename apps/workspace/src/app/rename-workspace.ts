import { Inject } from '@nestjs/common'
import { RenameWorkspace } from '@linkflow/contracts'
import type { Input, WorkspaceView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkspaceStore } from '../adapters/postgres/workspace-store.js'
import { ownWorkspace } from '../domain/own-workspace.js'

@Handles(RenameWorkspace)
export class RenameWorkspaceHandler {
  constructor(@Inject(WorkspaceStore) private readonly store: WorkspaceStore) {}

  async handle({ id, name }: Input<typeof RenameWorkspace>, ctx: RequestContext): Promise<WorkspaceView> {
    return this.store.rename(ownWorkspace(id, ctx), name)
  }
}
