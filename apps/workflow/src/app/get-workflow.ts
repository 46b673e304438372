import { Inject } from '@nestjs/common'
import { GetWorkflow } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { toView } from '../domain/workflow.js'

@Handles(GetWorkflow)
export class GetWorkflowHandler {
  constructor(@Inject(WorkflowStore) private readonly store: WorkflowStore) {}

  async handle(input: Input<typeof GetWorkflow>, ctx: RequestContext): Promise<Output<typeof GetWorkflow>> {
    const workflow = await this.store.read(ctx, (reader) => reader.getDrafted(input.workflowId))
    return toView(workflow, workflow.draft)
  }
}
