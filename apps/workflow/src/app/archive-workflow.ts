import { Inject } from '@nestjs/common'
import { ArchiveWorkflow } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { toSummary } from '../domain/workflow.js'
import { TriggerRegistration } from './trigger-registration.js'

@Handles(ArchiveWorkflow)
export class ArchiveWorkflowHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TriggerRegistration) private readonly registration: TriggerRegistration,
  ) {}

  async handle(
    { workflowId }: Input<typeof ArchiveWorkflow>,
    ctx: RequestContext,
  ): Promise<Output<typeof ArchiveWorkflow>> {
    const registered = await this.store.transact(ctx, async (tx) => {
      const { id, active, transition, activeVersion, archivedAt } = await tx.lock(workflowId)
      const now = this.clock.now()
      if (archivedAt === undefined) await tx.setArchived(id, now)
      if (!active && !transition) return false
      if (transition !== 'deactivating') await tx.beginTransition(id, 'deactivating', activeVersion, now)
      return true
    })
    if (registered) await this.registration.settle(ctx, workflowId)
    return toSummary(await this.store.read(ctx, (reader) => reader.get(workflowId)))
  }
}
