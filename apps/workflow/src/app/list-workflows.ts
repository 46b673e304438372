import { Inject } from '@nestjs/common'
import { ListWorkflows } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { cursorOf, positionOf } from '../domain/list-cursor.js'
import { toSummary } from '../domain/workflow.js'

@Handles(ListWorkflows)
export class ListWorkflowsHandler {
  constructor(@Inject(WorkflowStore) private readonly store: WorkflowStore) {}

  async handle(input: Input<typeof ListWorkflows>, ctx: RequestContext): Promise<Output<typeof ListWorkflows>> {
    const position = positionOf(input.sort, input.cursor)
    const rows = await this.store.read(ctx, (reader) => reader.list(input, position, input.limit + 1))
    return toPage(rows, input.limit, toSummary, (workflow) => cursorOf(input.sort, workflow))
  }
}
