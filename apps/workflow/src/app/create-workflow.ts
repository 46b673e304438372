import { Inject } from '@nestjs/common'
import { CreateWorkflow } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { assertLine, draftOf, toRows } from '../domain/draft.js'
import { newWorkflow, toView } from '../domain/workflow.js'
import { WorkspaceTimeZone } from './workspace-time-zone.js'

@Handles(CreateWorkflow)
export class CreateWorkflowHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(WorkspaceTimeZone) private readonly timeZone: WorkspaceTimeZone,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof CreateWorkflow>, ctx: RequestContext): Promise<Output<typeof CreateWorkflow>> {
    assertLine('/name', input.name)
    const draft = await this.timeZone.in(draftOf(input), ctx)
    const rows = toRows(draft)
    return this.store.transact(ctx, async (tx) => {
      const workflow = newWorkflow(newId(), input.name, this.clock.now())
      await tx.insert(workflow, rows)
      return toView(workflow, draft)
    })
  }
}
