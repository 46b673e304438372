import { Inject, Injectable } from '@nestjs/common'
import type { WorkspaceContext, RequestContext } from '@linkflow/kernel'
import type { Started, StartRequest } from '../run/acceptor.js'
import { Admission } from './admission.js'
import { Allowances } from './allowances.js'
import { Variables } from './variables.js'

/** Starts executions: within the quota of their workspace, with its variables, under the limit of their workflow. */
@Injectable()
export class Starter {
  constructor(
    @Inject(Admission) private readonly admission: Admission,
    @Inject(Allowances) private readonly allowances: Allowances,
    @Inject(Variables) private readonly variables: Variables,
  ) {}

  /**
   * @throws QuotaExceeded | ExecutionDropped | QueueFull | IdempotencyConflict
   */
  async start(ctx: RequestContext, request: Omit<StartRequest, 'workspaceId' | 'traceparent'>): Promise<Started> {
    const ticket = await this.allowances.take(ctx)
    try {
      const { workspaceId, traceparent } = ctx as WorkspaceContext
      const variables = request.variables ?? (await this.variables.of(ctx, request.runnable))
      const started = await this.admission.start({ ...request, variables, workspaceId, traceparent })
      ticket(!started.duplicate)
      return started
    } catch (error) {
      ticket(false)
      throw error
    }
  }
}
