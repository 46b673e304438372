import { Inject, Injectable } from '@nestjs/common'
import type { RequestContext } from '@linkflow/kernel'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import type { Recorded } from '../adapters/postgres/execution-store.js'
import { Waiters } from '../run/waiters.js'

/** How long to sleep at most between two looks: another replica may run the execution and tell us nothing. */
const LOOK_EVERY_MS = 500

/** Waits for an execution, wherever it runs: woken by commits of this process, and looking by itself for those of others. */
@Injectable()
export class AwaitExecution {
  constructor(
    @Inject(ExecutionStore) private readonly store: ExecutionStore,
    @Inject(Waiters) private readonly waiters: Waiters,
  ) {}

  /** The execution as it is when it has finished, when `enough` says so, or when `ms` have passed. */
  async until(
    ctx: RequestContext,
    executionId: string,
    ms: number,
    enough: (recorded: Recorded) => boolean = () => false,
  ): Promise<Recorded> {
    const deadline = Date.now() + ms
    for (;;) {
      const left = deadline - Date.now()
      // Listening begins before the look, so that a commit between the two is not missed.
      const news = this.waiters.news(executionId, Math.max(0, Math.min(left, LOOK_EVERY_MS)))
      const recorded = await this.store.get(ctx, executionId, true)
      if (recorded.execution.finishedAt !== undefined || enough(recorded) || left <= 0) {
        this.waiters.wake(executionId)
        return recorded
      }
      await news
    }
  }
}
