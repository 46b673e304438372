import { Inject, Injectable } from '@nestjs/common'
import { ExecutionsFinished, TriggerNotFound, WorkflowNotFound } from '@linkflow/contracts'
import type { EventData } from '@linkflow/contracts'
import { Problem } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { HOST, Listens } from '@linkflow/service'
import type { EventInfo, Host } from '@linkflow/service'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import { errorItem } from '../domain/error-item.js'
import { Definitions, triggerOfType } from '../run/definitions.js'
import { ERROR_TRIGGER } from '../run/error-workflow.js'
import { Starter } from './starter.js'

/** Answers that another try would be given too. */
const FINAL_STATUSES = new Set([400, 402, 403, 404, 409, 422])

/**
 * Starts the error workflows of executions that failed. The event that tells of the failure was written with it, so a
 * crash loses nothing; the key keeps a repeat from starting a second one.
 */
@Listens(ExecutionsFinished, 'start-error-workflow')
@Injectable()
export class StartErrorWorkflow {
  constructor(
    @Inject(HOST) private readonly host: Host,
    @Inject(ExecutionStore) private readonly store: ExecutionStore,
    @Inject(Definitions) private readonly definitions: Definitions,
    @Inject(Starter) private readonly starter: Starter,
  ) {}

  async on({ executions }: EventData<typeof ExecutionsFinished>, { workspaceId }: EventInfo): Promise<void> {
    const failed = executions.filter(({ errorWorkflowId }) => errorWorkflowId !== undefined)
    if (failed.length === 0) return
    const ctx = this.host.identity('execution').serviceContext({ workspaceId })
    for (const { executionId, errorWorkflowId } of failed) await this.startFor(ctx, executionId, errorWorkflowId!)
  }

  private async startFor(ctx: RequestContext, executionId: string, errorWorkflowId: string): Promise<void> {
    try {
      await this.start(ctx, executionId, errorWorkflowId)
    } catch (error) {
      if (!(error instanceof Problem) || !FINAL_STATUSES.has(error.status)) throw error
      this.host.logger('execution').warn({ err: error, executionId, errorWorkflowId }, 'error workflow not started')
    }
  }

  private async start(ctx: RequestContext, executionId: string, errorWorkflowId: string): Promise<void> {
    const { execution } = await this.store.get(ctx, executionId, false)
    const runnable = await this.definitions.current(ctx, errorWorkflowId)
    const triggerNode = triggerOfType(runnable.plan, ERROR_TRIGGER)
    if (triggerNode === undefined) throw TriggerNotFound()
    const name = await this.nameOf(ctx, execution.workflowId, execution.version)
    await this.starter.start(ctx, {
      runnable,
      trigger: 'error',
      triggerNode,
      items: [errorItem(execution, name)],
      key: `error:${executionId}`,
    })
  }

  /** Undefined when the workflow has been deleted meanwhile. */
  private async nameOf(ctx: RequestContext, workflowId: string, version: number): Promise<string | undefined> {
    try {
      return (await this.definitions.get(ctx, workflowId, version)).name
    } catch (error) {
      if (WorkflowNotFound.is(error)) return undefined
      throw error
    }
  }
}
