import { Inject } from '@nestjs/common'
import { DuplicateWorkflow } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { assertLine, toRows } from '../domain/draft.js'
import { copyName, newWorkflow, toView } from '../domain/workflow.js'

@Handles(DuplicateWorkflow)
export class DuplicateWorkflowHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  handle(input: Input<typeof DuplicateWorkflow>, ctx: RequestContext): Promise<Output<typeof DuplicateWorkflow>> {
    assertLine('/name', input.name)
    return this.store.transact(ctx, async (tx) => {
      const { name, draft, tags, folderId } = await tx.getDrafted(input.workflowId)
      const place = folderId === undefined ? {} : { folderId }
      const fresh = newWorkflow(newId(), input.name ?? copyName(name), this.clock.now())
      const copy = { ...fresh, tags, ...place }
      await tx.insert(copy, toRows(draft))
      return toView(copy, draft)
    })
  }
}
