import { Inject, Injectable } from '@nestjs/common'
import { IdempotencyConflict } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import type { Started } from '../run/acceptor.js'

/** By which a repeat is known, and by which that it is none although it says so. */
export interface RepeatKey {
  key?: string
  bodyHash?: string
}

/**
 * Answers repeats of what was accepted. What has become of the workflow, the quota or another service since then would
 * refuse them, and says nothing about the first.
 */
@Injectable()
export class Repeats {
  constructor(@Inject(ExecutionStore) private readonly store: ExecutionStore) {}

  /**
   * What `start` gives; when it fails, the first execution with the key, if there is one. Who is not refused is asked nothing
   * more.
   *
   * @throws IdempotencyConflict
   */
  async orFirst(ctx: RequestContext, { key, bodyHash }: RepeatKey, start: () => Promise<Started>): Promise<Started> {
    try {
      return await start()
    } catch (error) {
      const first = key === undefined ? undefined : await this.store.findByKey(ctx, key)
      if (!first) throw error
      if (bodyHash !== undefined && first.bodyHash !== undefined && first.bodyHash !== bodyHash)
        throw IdempotencyConflict()
      return { duplicate: true, executionId: first.executionId }
    }
  }
}
