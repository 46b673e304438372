import { Inject } from '@nestjs/common'
import { MoveWorkflow } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { toSummary } from '../domain/workflow.js'

@Handles(MoveWorkflow)
export class MoveWorkflowHandler {
  constructor(@Inject(WorkflowStore) private readonly store: WorkflowStore) {}

  handle(
    { workflowId, folderId }: Input<typeof MoveWorkflow>,
    ctx: RequestContext,
  ): Promise<Output<typeof MoveWorkflow>> {
    return this.store.transact(ctx, async (tx) => {
      const { id } = await tx.lock(workflowId)
      await tx.move(id, folderId)
      return toSummary(await tx.get(id))
    })
  }
}
