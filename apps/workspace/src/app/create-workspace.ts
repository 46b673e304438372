import { Inject } from '@nestjs/common'
import { CreateWorkspace } from '@linkflow/contracts'
import type { Input, WorkspaceView } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { WorkspaceStore } from '../adapters/postgres/workspace-store.js'

/** The one call that names its workspace in the input: it has none yet. */
@Handles(CreateWorkspace)
export class CreateWorkspaceHandler {
  constructor(
    @Inject(WorkspaceStore) private readonly store: WorkspaceStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  handle(input: Input<typeof CreateWorkspace>): Promise<WorkspaceView> {
    return this.store.create(input, this.clock.now())
  }
}
