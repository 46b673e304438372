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

  /** The execution as it is when it has finished, when it has said what is wanted, or when `ms` have passed. */
  async until(
    ctx: RequestContext,
    executionId: string,
    ms: number,
    wanted: 'finished' | 'response' = 'finished',
  ): Promise<Recorded> {
    const deadline = Date.now() + ms
    for (;;) {
      const left = deadline - Date.now()
      // Listening begins before the look, so that a commit between the two is not missed.
      const news = this.waiters.listen(executionId)
      try {
        const { finished, responded } = await this.store.progress(ctx, executionId)
        if (finished || (wanted === 'response' && responded) || left <= 0)
          return await this.store.get(ctx, executionId, true)
        await news.within(Math.min(left, LOOK_EVERY_MS))
      } finally {
        news.stop()
      }
    }
  }
}
