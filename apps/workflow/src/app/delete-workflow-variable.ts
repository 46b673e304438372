import { Inject } from '@nestjs/common'
import { DeleteWorkflowVariable, VariableNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { VariableStore } from '../adapters/postgres/variable-store.js'

@Handles(DeleteWorkflowVariable)
export class DeleteWorkflowVariableHandler {
  constructor(@Inject(VariableStore) private readonly store: VariableStore) {}

  async handle(
    { workflowId, name }: Input<typeof DeleteWorkflowVariable>,
    ctx: RequestContext,
  ): Promise<Output<typeof DeleteWorkflowVariable>> {
    if (!(await this.store.delete(ctx, workflowId, name))) throw VariableNotFound()
    return {}
  }
}
