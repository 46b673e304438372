import { Inject } from '@nestjs/common'
import { RestoreWorkflow } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { toSummary } from '../domain/workflow.js'

@Handles(RestoreWorkflow)
export class RestoreWorkflowHandler {
  constructor(@Inject(WorkflowStore) private readonly store: WorkflowStore) {}

  handle({ workflowId }: Input<typeof RestoreWorkflow>, ctx: RequestContext): Promise<Output<typeof RestoreWorkflow>> {
    return this.store.transact(ctx, async (tx) => {
      const { id } = await tx.lock(workflowId)
      await tx.setArchived(id, undefined)
      return toSummary(await tx.get(id))
    })
  }
}
