import { Inject } from '@nestjs/common'
import { SetWorkflowVariable } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { VariableStore } from '../adapters/postgres/variable-store.js'
import { toVariableView } from '../domain/variable.js'

@Handles(SetWorkflowVariable)
export class SetWorkflowVariableHandler {
  constructor(
    @Inject(VariableStore) private readonly store: VariableStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { workflowId, name, value }: Input<typeof SetWorkflowVariable>,
    ctx: RequestContext,
  ): Promise<Output<typeof SetWorkflowVariable>> {
    const variable = { name, value, updatedAt: this.clock.now() }
    await this.store.set(ctx, workflowId, variable)
    return toVariableView(variable)
  }
}
