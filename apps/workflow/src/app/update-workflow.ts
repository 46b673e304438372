import { Inject } from '@nestjs/common'
import { DraftChanged, UpdateWorkflow } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { PreconditionRequired } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { assertLine, draftOf, toRows } from '../domain/draft.js'
import { assertNotArchived, toView } from '../domain/workflow.js'

@Handles(UpdateWorkflow)
export class UpdateWorkflowHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof UpdateWorkflow>, ctx: RequestContext): Promise<Output<typeof UpdateWorkflow>> {
    const { workflowId, name, expectedRevision } = input
    if (expectedRevision === undefined) throw PreconditionRequired()
    assertLine('/name', name)
    const draft = draftOf(input)
    const change = { name, draft: toRows(draft), now: this.clock.now() }
    return this.store.transact(ctx, async (tx) => {
      assertNotArchived(await tx.get(workflowId))
      const replaced = await tx.replaceDraft(workflowId, expectedRevision, change)
      const workflow = await tx.get(workflowId)
      if (!replaced) throw DraftChanged({ currentRevision: workflow.revision })
      return toView(workflow, draft)
    })
  }
}
