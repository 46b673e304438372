import { Inject } from '@nestjs/common'
import { ListExecutionEvents } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import { finishedEvent, rowEvents, startedEvent } from '../domain/live-events.js'

@Handles(ListExecutionEvents)
export class ListExecutionEventsHandler {
  constructor(@Inject(ExecutionStore) private readonly store: ExecutionStore) {}

  async handle(
    { executionId, afterSeq }: Input<typeof ListExecutionEvents>,
    ctx: RequestContext,
  ): Promise<Output<typeof ListExecutionEvents>> {
    const { execution, rows } = await this.store.get(ctx, executionId, false, afterSeq)
    const events = rowEvents(execution, rows)
    if (execution.startedAt !== undefined) events.unshift(startedEvent(execution))
    const end = finishedEvent(execution)
    if (end) events.push(end)
    return { events: events.filter(({ seq }) => seq > afterSeq), finished: end !== undefined }
  }
}
