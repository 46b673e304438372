import { Inject } from '@nestjs/common'
import { TagWorkflow } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { toSummary } from '../domain/workflow.js'

@Handles(TagWorkflow)
export class TagWorkflowHandler {
  constructor(@Inject(WorkflowStore) private readonly store: WorkflowStore) {}

  handle({ workflowId, tags }: Input<typeof TagWorkflow>, ctx: RequestContext): Promise<Output<typeof TagWorkflow>> {
    return this.store.transact(ctx, async (tx) => {
      const { id } = await tx.lock(workflowId)
      await tx.replaceTags(id, tags)
      return toSummary(await tx.get(id))
    })
  }
}
