import { Inject } from '@nestjs/common'
import { CancelExecution, ExecutionNotFound } from '@linkflow/contracts'
import type { Input } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { summaryView } from '../domain/view.js'
import { Canceller } from './canceller.js'

@Handles(CancelExecution)
export class CancelExecutionHandler {
  constructor(@Inject(Canceller) private readonly canceller: Canceller) {}

  async handle({ executionId }: Input<typeof CancelExecution>, ctx: RequestContext) {
    const summary = await this.canceller.cancel(ctx, executionId)
    if (!summary) throw ExecutionNotFound()
    return summaryView(summary)
  }
}
