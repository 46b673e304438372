import { Inject, Injectable } from '@nestjs/common'
import { QuotaExceeded } from '@linkflow/contracts'
import type { WorkspaceContext, RequestContext } from '@linkflow/kernel'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import type { Started, StartRequest } from '../run/acceptor.js'
import { Admission } from './admission.js'
import { Allowances } from './allowances.js'
import type { Ticket } from './allowances.js'
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
    const ticket = await this.take(ctx, request.key)
    try {
      const { workspaceId, traceparent } = ctx as WorkspaceContext
      const variables = request.variables ?? (await this.variables.of(ctx, request.runnable))
      const started = await this.admission.start(ctx, { ...request, variables, workspaceId, traceparent })
      ticket?.(!started.duplicate)
      return started
    } catch (error) {
      ticket?.(false)
      throw error
    }
  }

  /** Undefined for the repeat of what was accepted before: that is no execution more. */
  private async take(ctx: RequestContext, key: string | undefined): Promise<Ticket | undefined> {
    try {
      return await this.allowances.take(ctx)
    } catch (error) {
      const isRepeat = QuotaExceeded.is(error) && key !== undefined && (await this.store.knowsKey(ctx, key))
      if (!isRepeat) throw error
      return undefined
    }
  }
}
