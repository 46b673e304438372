import { Inject } from '@nestjs/common'
import { ListWorkflowVariables } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { VariableStore } from '../adapters/postgres/variable-store.js'
import { nameAfter, toVariablePage } from '../domain/variable.js'

@Handles(ListWorkflowVariables)
export class ListWorkflowVariablesHandler {
  constructor(@Inject(VariableStore) private readonly store: VariableStore) {}

  async handle(
    { workflowId, cursor, limit }: Input<typeof ListWorkflowVariables>,
    ctx: RequestContext,
  ): Promise<Output<typeof ListWorkflowVariables>> {
    return toVariablePage(await this.store.list(ctx, workflowId, nameAfter(cursor), limit + 1), limit)
  }
}
