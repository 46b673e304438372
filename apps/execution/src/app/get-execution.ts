import { Inject } from '@nestjs/common'
import { GetExecution } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import { executionView } from '../domain/view.js'

@Handles(GetExecution)
export class GetExecutionHandler {
  constructor(@Inject(ExecutionStore) private readonly store: ExecutionStore) {}

  async handle(input: Input<typeof GetExecution>, ctx: RequestContext): Promise<Output<typeof GetExecution>> {
    const data = input.include === 'data'
    const { execution, rows } = await this.store.get(ctx, input.executionId, data)
    const view = executionView(execution, rows, data)
    if (execution.status !== 'queued') return view
    return { ...view, queuedBecause: await this.store.queuedBecause(ctx, execution.id) }
  }
}
