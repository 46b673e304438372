import { Inject, Injectable } from '@nestjs/common'
import { QueueFull } from '@linkflow/contracts'
import { IdempotencyConflict, newId, randomSeed } from '@linkflow/kernel'
import type { Item, JsonObject } from '@linkflow/kernel'
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

/** A lease begins with this epoch; whoever takes over has a higher one. */
const FIRST_EPOCH = 1

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
  variables?: JsonObject
  traceparent?: string
  /** Executions it takes the place of: they are cancelled by its acceptance, unless it is a repeat. */
  replaces?: string[]
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
    const mayRun = request.runnable.concurrency === undefined && !this.claimer.isBacklogged(request.workspaceId)
    const release = mayRun ? this.owner.reserve() : undefined
    try {
      return await (release ? this.runNow(request, release) : this.enqueue(request))
    } finally {
      release?.()
    }
  }

  private async runNow(request: StartRequest, release: () => void): Promise<Started> {
    const run = this.newRun(request)
    const history = takenOver(request, run.execution)
    if (request.history) run.resume(history)
    else run.begin()
    await this.owner.settle(run)
    // A worker is needed for running, not for committing or waiting.
    if (!run.isActive) release()
    const rows = [...history, ...run.takeRows()]
    const outcome = run.takeOutcome()
    const { status, finish } = run.projection()
    const { execution } = run
    execution.status = status
    execution.response = run.response
    const repeat = await this.write(request, {
      execution,
      rows,
      finished: finish?.summary,
      lease: finish
        ? undefined
        : { state: run.isWaiting ? 'waiting' : 'running', owner: this.lease.processId, dueAt: run.nextDueAt },
    })
    if (repeat) return repeat
    this.live.publish(execution, rows, true)
    if (finish) this.metrics.finishedOne(status, this.owner.now() - execution.createdAt)
    else this.owner.adopt(run, FIRST_EPOCH, { outcome })
    return { duplicate: false, execution, rows }
  }

  private async enqueue(request: StartRequest): Promise<Started> {
    const { execution } = this.newRun(request)
    const { concurrency } = request.runnable
    const rows = takenOver(request, execution)
    const lease = { state: 'queued' as const, concurrencyLimit: concurrency?.limit }
    const repeat = await this.write(request, { execution, rows, lease })
    if (repeat) return repeat
    this.claimer.announceQueued(request.workspaceId, concurrency !== undefined)
    return { duplicate: false, execution, rows }
  }

  /** Commits the acceptance; the first execution when this is a repeat of it. */
  private async write({ key, bodyHash, trigger, replaces }: StartRequest, op: StartOp): Promise<Started | undefined> {
    const result = await this.writer.start({ ...op, key, bodyHash, replaces })
    if (!result.accepted) {
      if (bodyHash !== undefined && result.bodyHash !== undefined && result.bodyHash !== bodyHash)
        throw IdempotencyConflict()
      return { duplicate: true, executionId: result.executionId }
    }
    this.metrics.acceptedOne(trigger)
    return undefined
  }

  private newRun(request: StartRequest): Run {
    const { workspaceId, runnable, trigger, triggerNode, items, retryOf, variables, traceparent } = request
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
      input: items,
      seed: randomSeed(),
      retryOf,
      variables,
      traceparent,
    }
    return new Run(execution, runnable, this.owner.now)
  }
}

/** What an execution has of an earlier one it has from its acceptance on: nothing of it was before that. */
function takenOver({ history = [] }: StartRequest, { createdAt }: Execution): HistoryRow[] {
  return history.map((row) => ({ ...row, at: createdAt }))
}
