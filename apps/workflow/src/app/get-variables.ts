import { Inject } from '@nestjs/common'
import { GetVariables } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { VariableStore } from '../adapters/postgres/variable-store.js'

@Handles(GetVariables)
export class GetVariablesHandler {
  constructor(@Inject(VariableStore) private readonly store: VariableStore) {}

  async handle({ workflowId }: Input<typeof GetVariables>, ctx: RequestContext): Promise<Output<typeof GetVariables>> {
    return { variables: await this.store.seenBy(ctx, workflowId) }
  }
}
