import { Inject } from '@nestjs/common'
import { StartTriggered, TriggerNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Item, RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import type { Recorded } from '../adapters/postgres/execution-store.js'
import type { Execution } from '../domain/execution.js'
import { plain } from '../domain/view.js'
import type { Started } from '../run/acceptor.js'
import { Definitions, triggerOf } from '../run/definitions.js'
import { AwaitExecution } from './await-execution.js'
import { Repeats } from './repeats.js'
import { Starter } from './starter.js'

@Handles(StartTriggered)
export class StartTriggeredHandler {
  constructor(
    @Inject(Definitions) private readonly definitions: Definitions,
    @Inject(Starter) private readonly starter: Starter,
    @Inject(Repeats) private readonly repeats: Repeats,
    @Inject(AwaitExecution) private readonly awaiting: AwaitExecution,
  ) {}

  async handle(input: Input<typeof StartTriggered>, ctx: RequestContext): Promise<Output<typeof StartTriggered>> {
    const started = await this.repeats.orFirst(ctx, { key: input.idempotencyKey }, () => this.start(input, ctx))
    if (!started.duplicate && (input.waitFor === 'accepted' || isEnough(input.waitFor, started)))
      return answer(started.execution, false)
    const id = started.duplicate ? started.executionId : started.execution.id
    const ms = input.waitFor === 'accepted' ? 0 : input.waitMs
    const wanted = input.waitFor === 'response' ? 'response' : 'finished'
    const { execution } = await this.awaiting.until(ctx, id, ms, wanted)
    return answer(execution, started.duplicate)
  }

  private async start(input: Input<typeof StartTriggered>, ctx: RequestContext): Promise<Started> {
    const { workflowId, version } = input
    const runnable =
      version === undefined
        ? await this.definitions.current(ctx, workflowId)
        : await this.definitions.get(ctx, workflowId, version)
    const triggerNode = input.nodeId ?? triggerOf(runnable.plan)
    if (triggerNode === undefined) throw TriggerNotFound()
    return this.starter.start(ctx, {
      runnable,
      trigger: input.trigger,
      triggerNode,
      items: input.items as unknown as Item[],
      key: input.idempotencyKey,
    })
  }
}

function isEnough(waitFor: Input<typeof StartTriggered>['waitFor'], { execution }: Recorded): boolean {
  if (execution.finishedAt !== undefined) return true
  return waitFor === 'response' && execution.response !== undefined
}

function answer(execution: Execution, duplicate: boolean): Output<typeof StartTriggered> {
  const { id, status, output, error, response } = execution
  return {
    executionId: id,
    duplicate,
    status,
    ...(output ? { output: plain(output) } : {}),
    ...(error ? { error } : {}),
    ...(response ? { response } : {}),
  }
}
