import { Inject } from '@nestjs/common'
import { ExecutionNotFinished, NothingFailed, RetryExecution, TriggerNotFound } from '@linkflow/contracts'
import type { Input } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import { hasFailedNode } from '../domain/failed-nodes.js'
import { reusableHistory } from '../domain/reusable-history.js'
import { summaryView } from '../domain/view.js'
import { Definitions, triggerOf } from '../run/definitions.js'
import { Starter } from './starter.js'

@Handles(RetryExecution)
export class RetryExecutionHandler {
  constructor(
    @Inject(ExecutionStore) private readonly store: ExecutionStore,
    @Inject(Definitions) private readonly definitions: Definitions,
    @Inject(Starter) private readonly starter: Starter,
  ) {}

  async handle({ executionId, from, version }: Input<typeof RetryExecution>, ctx: RequestContext) {
    const { execution, rows } = await this.store.get(ctx, executionId, true)
    if (execution.finishedAt === undefined) throw ExecutionNotFinished()
    // One that was cancelled while it was queued has no nodes yet.
    if (from === 'failed-node' && execution.status === 'succeeded' && !hasFailedNode(rows)) throw NothingFailed()
    const { workflowId } = execution
    const runnable =
      version === 'current'
        ? await this.definitions.current(ctx, workflowId)
        : await this.definitions.get(ctx, workflowId, execution.version)
    if (triggerOf(runnable.plan, execution.triggerNode) === undefined) throw TriggerNotFound()
    const started = await this.starter.start(ctx, {
      runnable,
      trigger: 'retry',
      triggerNode: execution.triggerNode,
      items: execution.input,
      retryOf: execution.id,
      variables: execution.variables,
      history: from === 'failed-node' ? reusableHistory(runnable.plan, execution, rows) : undefined,
    })
    if (started.duplicate) throw new Error('A retry has no key to be a repeat by.')
    return summaryView(started.execution)
  }
}
