import { Inject } from '@nestjs/common'
import { DeleteWorkflow, WorkflowActive, WorkflowDeleted } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'

@Handles(DeleteWorkflow)
export class DeleteWorkflowHandler {
  constructor(@Inject(WorkflowStore) private readonly store: WorkflowStore) {}

  handle({ workflowId }: Input<typeof DeleteWorkflow>, ctx: RequestContext): Promise<Output<typeof DeleteWorkflow>> {
    return this.store.transact(ctx, async (tx) => {
      const { active, transition } = await tx.lock(workflowId)
      // What is still being deactivated may have webhooks: whoever deactivates it again finishes that first.
      if (active || transition) throw WorkflowActive()
      await tx.delete(workflowId)
      await tx.publish(WorkflowDeleted, workflowId, { workflowId })
      return {}
    })
  }
}
