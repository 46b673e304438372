import { Inject } from '@nestjs/common'
import { StartExecution, TriggerNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import type { Recorded } from '../adapters/postgres/execution-store.js'
import { executionView } from '../domain/view.js'
import type { Started } from '../run/acceptor.js'
import { Definitions, triggerOf } from '../run/definitions.js'
import { Starter } from './starter.js'
import { AwaitExecution } from './await-execution.js'
import { itemsOf } from './items.js'
import { Repeats } from './repeats.js'
import type { RepeatKey } from './repeats.js'

@Handles(StartExecution)
export class StartExecutionHandler {
  constructor(
    @Inject(Definitions) private readonly definitions: Definitions,
    @Inject(Starter) private readonly starter: Starter,
    @Inject(Repeats) private readonly repeats: Repeats,
    @Inject(AwaitExecution) private readonly awaiting: AwaitExecution,
  ) {}

  async handle(input: Input<typeof StartExecution>, ctx: RequestContext): Promise<Output<typeof StartExecution>> {
    const key = {
      key: ctx.idempotency && `api:${input.workflowId}:${ctx.idempotency.key}`,
      bodyHash: ctx.idempotency?.bodyHash,
    }
    const started = await this.repeats.orFirst(ctx, key, () => this.start(input, ctx, key))
    if (!started.duplicate && (started.execution.finishedAt !== undefined || input.waitMs === 0)) return view(started)
    const id = started.duplicate ? started.executionId : started.execution.id
    return view(await this.awaiting.until(ctx, id, input.waitMs))
  }

  private async start(input: Input<typeof StartExecution>, ctx: RequestContext, key: RepeatKey): Promise<Started> {
    const runnable = await this.definitions.current(ctx, input.workflowId)
    const triggerNode = triggerOf(runnable.plan, input.nodeId)
    if (triggerNode === undefined) throw TriggerNotFound()
    return this.starter.start(ctx, { ...key, runnable, trigger: 'api', triggerNode, items: itemsOf(input.input) })
  }
}

function view({ execution, rows }: Recorded): Output<typeof StartExecution> {
  return { ...executionView(execution, rows, true), finished: execution.finishedAt !== undefined }
}
