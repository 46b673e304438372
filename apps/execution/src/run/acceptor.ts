import { Inject, Injectable } from '@nestjs/common'
import { QueueFull } from '@linkflow/contracts'
import { IdempotencyConflict, newId, randomSeed } from '@linkflow/kernel'
import type { Item } from '@linkflow/kernel'
import { CONFIG } from '@linkflow/service'
import { HistoryWriter } from '../adapters/postgres/history-writer.js'
import type { StartOp } from '../adapters/postgres/start-batch.js'
import type { ExecutionConfig } from '../config.js'
import type { Execution, TriggerKind } from '../domain/execution.js'
import type { HistoryRow } from '../domain/history.js'
import { Claimer } from './claimer.js'
import type { Runnable } from './definitions.js'
import { Live } from './live.js'
import { ExecutionMetrics } from './metrics.js'
import { Owner } from './owner.js'
import { ProcessLease } from './process-lease.js'
import { Run } from './run.js'

/** What is to be started. */
export interface StartRequest {
  workspaceId: string
  runnable: Runnable
  trigger: TriggerKind
  triggerNode: string
  items: Item[]
  key?: string
  bodyHash?: string
  retryOf?: string
  /** History of an earlier execution to go on from. */
  history?: HistoryRow[]
}

/** An accepted execution as it stood at its commit, or the first one with the same key. */
export type Started =
  { duplicate: false; execution: Execution; rows: HistoryRow[] } | { duplicate: true; executionId: string }

/**
 * Accepts executions. With a free worker the pure nodes up to the first effect run before the commit, so that acceptance and
 * whatever needs nobody else become one commit; nothing reaches outside before it.
 */
@Injectable()
export class Acceptor {
  constructor(
    @Inject(CONFIG) private readonly config: ExecutionConfig,
    @Inject(HistoryWriter) private readonly writer: HistoryWriter,
    @Inject(Owner) private readonly owner: Owner,
    @Inject(ProcessLease) private readonly lease: ProcessLease,
    @Inject(Claimer) private readonly claimer: Claimer,
    @Inject(Live) private readonly live: Live,
    @Inject(ExecutionMetrics) private readonly metrics: ExecutionMetrics,
  ) {}

  /**
   * @throws QueueFull | IdempotencyConflict
   */
  async start(request: StartRequest): Promise<Started> {
    if (this.writer.backlog >= this.config.EXECUTION_QUEUE) throw QueueFull()
    const run = this.newRun(request)
    const { runnable, key, bodyHash } = request
    const now =
      runnable.concurrency === undefined && this.owner.freeSlots > 0 && !this.claimer.isBacklogged(request.workspaceId)
    if (now) {
      if (request.history) run.resume(request.history)
      else run.begin()
      await this.owner.settle(run)
    }
    const rows = now ? run.takeRows() : []
    if (request.history) rows.unshift(...request.history)
    const outcome = run.takeOutcome()
    const op: StartOp = { execution: run.execution, rows, key, bodyHash }
    if (now) this.fill(op, run)
    else op.lease = { state: 'queued', concurrencyLimit: runnable.concurrency?.limit }
    const result = await this.writer.start(op)
    if (!result.accepted) {
      if (bodyHash !== undefined && result.bodyHash !== undefined && result.bodyHash !== bodyHash)
        throw IdempotencyConflict()
      return { duplicate: true, executionId: result.executionId }
    }
    this.metrics.acceptedOne(request.trigger)
    if (!now) this.claimer.announceQueued(request.workspaceId, runnable.concurrency !== undefined)
    else {
      this.live.publish(run.execution, rows, true)
      if (run.hasFinished) this.metrics.finishedOne(run.execution.status, this.owner.now() - run.execution.createdAt)
      else this.owner.adopt(run, 1, outcome)
    }
    return { duplicate: false, execution: run.execution, rows }
  }

  private newRun({ workspaceId, runnable, trigger, triggerNode, items, retryOf, history }: StartRequest): Run {
    const createdAt = this.owner.now()
    const execution: Execution = {
      id: newId(createdAt),
      workspaceId,
      workflowId: runnable.workflowId,
      version: runnable.version,
      status: 'queued',
      trigger,
      triggerNode,
      createdAt,
      startedAt: history && createdAt,
      input: items,
      seed: randomSeed(),
      retryOf,
    }
    return new Run(execution, runnable, this.owner.now)
  }

  /** The execution's row and lease as they stand after the pure nodes. */
  private fill(op: StartOp, run: Run): void {
    const { status, finish } = run.projection()
    op.execution.status = status
    op.execution.response = run.response
    op.finished = finish?.summary
    if (!finish)
      op.lease = { state: run.isWaiting ? 'waiting' : 'running', owner: this.lease.processId, dueAt: run.nextDueAt }
  }
}
