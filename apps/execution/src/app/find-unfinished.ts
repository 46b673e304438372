import { Inject } from '@nestjs/common'
import { ExecutionNotFound, FindUnfinished } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import { Canceller } from './canceller.js'

@Handles(FindUnfinished)
export class FindUnfinishedHandler {
  constructor(
    @Inject(ExecutionStore) private readonly store: ExecutionStore,
    @Inject(Canceller) private readonly canceller: Canceller,
  ) {}

  async handle(input: Input<typeof FindUnfinished>, ctx: RequestContext): Promise<Output<typeof FindUnfinished>> {
    const unfinished: string[] = []
    for (const id of input.executionIds) if (await this.isUnfinished(ctx, id)) unfinished.push(id)
    if (input.cancel) for (const id of unfinished) await this.canceller.cancel(ctx, id, 'skip-finished')
    return { unfinished }
  }

  /** What retention took has finished long ago. */
  private async isUnfinished(ctx: RequestContext, id: string): Promise<boolean> {
    try {
      return !(await this.store.progress(ctx, id)).finished
    } catch (error) {
      if (ExecutionNotFound.is(error)) return false
      throw error
    }
  }
}
