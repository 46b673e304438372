import { Inject, Injectable } from '@nestjs/common'
import { QuotaExceeded } from '@linkflow/contracts'
import type { WorkspaceContext, RequestContext } from '@linkflow/kernel'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import type { Started, StartRequest } from '../run/acceptor.js'
import { Admission } from './admission.js'
import { Allowances } from './allowances.js'
import { Variables } from './variables.js'

/** Starts executions: within the quota of their workspace, with its variables, under the limit of their workflow. */
@Injectable()
export class Starter {
  constructor(
    @Inject(Admission) private readonly admission: Admission,
    @Inject(ExecutionStore) private readonly store: ExecutionStore,
    @Inject(Allowances) private readonly allowances: Allowances,
    @Inject(Variables) private readonly variables: Variables,
  ) {}

  /**
   * @throws QuotaExceeded | ExecutionDropped | QueueFull | IdempotencyConflict
   */
  async start(ctx: RequestContext, request: Omit<StartRequest, 'workspaceId' | 'traceparent'>): Promise<Started> {
    const asked = this.allowances.take(ctx)
    if (asked) await asked.catch((error: unknown) => this.admitRepeat(ctx, request.key, error))
    const { workspaceId, traceparent } = ctx as WorkspaceContext
    const variables = request.variables ?? (await this.variables.of(ctx, request.runnable))
    return this.admission.start(ctx, { ...request, variables, workspaceId, traceparent })
  }

  /** What was accepted before is no execution more: its repeat is given the first answer. */
  private async admitRepeat(ctx: RequestContext, key: string | undefined, error: unknown): Promise<void> {
    const isRepeat = QuotaExceeded.is(error) && key !== undefined && (await this.store.knowsKey(ctx, key))
    if (!isRepeat) throw error
  }
}
