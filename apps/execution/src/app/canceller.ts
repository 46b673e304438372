import { Inject, Injectable } from '@nestjs/common'
import { ExecutionFinished } from '@linkflow/contracts'
import { Messaging } from '@linkflow/messaging'
import type { Opening } from '@linkflow/postgres'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import type { ExecutionSummaryData } from '../adapters/postgres/execution-rows.js'
import { SIGNALLED } from '../run/claimer.js'

/** Records the wish to cancel and lets every replica know, one of which owns the execution. */
@Injectable()
export class Canceller {
  constructor(
    @Inject(ExecutionStore) private readonly store: ExecutionStore,
    @Inject(Messaging) private readonly messaging: Messaging,
  ) {}

  /**
   * @throws ExecutionNotFound | ExecutionFinished, unless finished ones are to be skipped
   */
  async cancel(
    ctx: Opening,
    executionId: string,
    finished: 'refuse' | 'skip-finished' = 'refuse',
  ): Promise<ExecutionSummaryData | undefined> {
    try {
      const summary = await this.store.cancel(ctx, executionId)
      this.announce(executionId)
      return summary
    } catch (error) {
      if (finished === 'skip-finished' && ExecutionFinished.is(error)) return undefined
      throw error
    }
  }

  /** Lets every replica know of a wish to cancel that is recorded. */
  announce(executionId: string): void {
    this.messaging.publishLive(SIGNALLED, { executionId })
  }
}
