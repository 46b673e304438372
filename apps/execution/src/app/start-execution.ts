import { Inject } from '@nestjs/common'
import { StartExecution, TriggerNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import type { Recorded } from '../adapters/postgres/execution-store.js'
import { executionView } from '../domain/view.js'
import { Definitions, triggerOf } from '../run/definitions.js'
import { Starter } from './starter.js'
import { AwaitExecution } from './await-execution.js'
import { itemsOf } from './items.js'

@Handles(StartExecution)
export class StartExecutionHandler {
  constructor(
    @Inject(Definitions) private readonly definitions: Definitions,
    @Inject(Starter) private readonly starter: Starter,
    @Inject(AwaitExecution) private readonly awaiting: AwaitExecution,
  ) {}

  async handle(input: Input<typeof StartExecution>, ctx: RequestContext): Promise<Output<typeof StartExecution>> {
    const runnable = await this.definitions.current(ctx, input.workflowId)
    const triggerNode = triggerOf(runnable.plan, input.nodeId)
    if (triggerNode === undefined) throw TriggerNotFound()
    const started = await this.starter.start(ctx, {
      runnable,
      trigger: 'api',
      triggerNode,
      items: itemsOf(input.input),
      key: ctx.idempotency && `api:${input.workflowId}:${ctx.idempotency.key}`,
      bodyHash: ctx.idempotency?.bodyHash,
    })
    if (!started.duplicate && (started.execution.finishedAt !== undefined || input.waitMs === 0)) return view(started)
    const id = started.duplicate ? started.executionId : started.execution.id
    return view(await this.awaiting.until(ctx, id, input.waitMs))
  }
}

function view({ execution, rows }: Recorded): Output<typeof StartExecution> {
  return { ...executionView(execution, rows, true), finished: execution.finishedAt !== undefined }
}
