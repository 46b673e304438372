import { Inject, Injectable } from '@nestjs/common'
import { ExecutionDropped, QuotaExceeded } from '@linkflow/contracts'
import type { WorkspaceContext, RequestContext } from '@linkflow/kernel'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import { Acceptor } from '../run/acceptor.js'
import type { Started, StartRequest } from '../run/acceptor.js'
import type { Runnable } from '../run/definitions.js'
import { Allowances } from './allowances.js'
import { Canceller } from './canceller.js'
import { Variables } from './variables.js'

/** Starts executions under the concurrency rules of their workflow. */
@Injectable()
export class Starter {
  constructor(
    @Inject(Acceptor) private readonly acceptor: Acceptor,
    @Inject(ExecutionStore) private readonly store: ExecutionStore,
    @Inject(Canceller) private readonly canceller: Canceller,
    @Inject(Allowances) private readonly allowances: Allowances,
    @Inject(Variables) private readonly variables: Variables,
  ) {}

  /**
   * @throws QuotaExceeded | ExecutionDropped | QueueFull | IdempotencyConflict
   */
  async start(ctx: RequestContext, request: Omit<StartRequest, 'workspaceId' | 'traceparent'>): Promise<Started> {
    const asked = this.allowances.take(ctx)
    if (asked) await asked.catch((error: unknown) => this.admitRepeat(ctx, request.key, error))
    if (request.runnable.concurrency) await this.makeRoom(ctx, request.runnable)
    const { workspaceId, traceparent } = ctx as WorkspaceContext
    const variables = request.variables ?? (await this.variables.of(ctx, request.runnable))
    return this.acceptor.start({ ...request, variables, workspaceId, traceparent })
  }

  /** What was accepted before is no execution more: its repeat is given the first answer. */
  private async admitRepeat(ctx: RequestContext, key: string | undefined, error: unknown): Promise<void> {
    const isRepeat = QuotaExceeded.is(error) && key !== undefined && (await this.store.knowsKey(ctx, key))
    if (!isRepeat) throw error
  }

  private async makeRoom(ctx: RequestContext, { workflowId, concurrency }: Runnable): Promise<void> {
    if (!concurrency || (concurrency.overflow ?? 'queue') === 'queue') return
    const open = await this.store.countOpen(ctx, workflowId)
    const excess = open.length - concurrency.limit + 1
    if (excess <= 0) return
    if (concurrency.overflow === 'drop') throw ExecutionDropped()
    for (const { id } of open.slice(0, excess)) await this.canceller.cancel(ctx, id, 'skip-finished')
  }
}
