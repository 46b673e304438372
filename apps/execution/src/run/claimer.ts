import { Inject, Injectable } from '@nestjs/common'
import type { Background, Host } from '@linkflow/service'
import { CONFIG, HOST } from '@linkflow/service'
import { ClaimStore } from '../adapters/postgres/claim-store.js'
import type { Claim } from '../adapters/postgres/claim-store.js'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import type { Recorded } from '../adapters/postgres/execution-store.js'
import { HistoryWriter } from '../adapters/postgres/history-writer.js'
import type { ExecutionConfig } from '../config.js'
import { Definitions } from './definitions.js'
import { ExecutionMetrics } from './metrics.js'
import { Owner } from './owner.js'
import { ProcessLease } from './process-lease.js'
import { Run } from './run.js'

/** Message by which replicas hear of a signal at once; the poll is the net. */
export const SIGNALLED = 'control.execution.signalled'
const MAINTAIN_EVERY_MS = 60_000

/** Looks for executions that nobody runs: left behind, due, queued; and for signals to those this process runs. */
@Injectable()
export class Claimer implements Background {
  private timer: NodeJS.Timeout | undefined
  private working: Promise<void> | undefined
  private again = false
  private stopped = true
  private maintainedAt = 0
  /** How many executions were queued when we last looked. */
  private depth = 0
  /** Workspaces with executions that wait for a worker: newcomers of theirs must not overtake them. */
  private waiting = new Set<string>()
  /** Leases of ours that we knew nothing of when we last compared. */
  private strays: string[] = []
  private comparedAt = 0
  private unsubscribe: (() => Promise<void>) | undefined

  constructor(
    @Inject(HOST) private readonly host: Host,
    @Inject(CONFIG) private readonly config: ExecutionConfig,
    @Inject(ClaimStore) private readonly claims: ClaimStore,
    @Inject(ExecutionStore) private readonly store: ExecutionStore,
    @Inject(Definitions) private readonly definitions: Definitions,
    @Inject(Owner) private readonly owner: Owner,
    @Inject(ProcessLease) private readonly lease: ProcessLease,
    @Inject(HistoryWriter) private readonly writer: HistoryWriter,
    @Inject(ExecutionMetrics) private readonly metrics: ExecutionMetrics,
  ) {}

  async start(): Promise<void> {
    await this.lease.start()
    this.stopped = false
    this.owner.onFreed(() => this.depth > 0 && this.wake())
    const subscription = this.host.transport.subscribeLive(SIGNALLED, () => this.wake())
    this.unsubscribe = () => subscription.close()
    this.wake()
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.unsubscribe?.()
    await this.working
    await this.owner.stop()
    await this.writer.close()
    await this.lease.stop()
  }

  /** Looks now; while it is looking, once more afterwards. */
  wake(): void {
    if (this.stopped) return
    if (this.working) {
      this.again = true
      return
    }
    clearTimeout(this.timer)
    this.again = false
    this.working = this.look().finally(() => {
      this.working = undefined
      if (this.stopped) return
      if (this.again) this.wake()
      else this.timer = setTimeout(() => this.wake(), this.config.EXECUTION_POLL_MS)
    })
  }

  /** Whether executions of the workspace wait for a worker, so that a new one has to queue up behind them. */
  isBacklogged(workspaceId: string): boolean {
    return this.waiting.has(workspaceId)
  }

  /** An execution was queued: because of its workflow's limit, or because no worker was free. */
  announceQueued(workspaceId: string, limited: boolean): void {
    this.depth += 1
    if (!limited) this.waiting.add(workspaceId)
    this.wake()
  }

  private async look(): Promise<void> {
    try {
      for (const { executionId, seq } of await this.claims.signals(this.lease.processId))
        this.owner.cancel(executionId, seq)
      const { processId } = this.lease
      const free = this.owner.freeSlots
      if (free > 0) {
        const left = await this.claims.takeOver(processId, free)
        if (left.length > 0) this.metrics.tookOver(left.length)
        const due = await this.claims.claimDue(processId, free)
        const queued = await this.claims.claimQueued(processId, Math.max(0, free - left.length - due.length))
        await this.takeOn([...left, ...due, ...queued])
      }
      if (Date.now() - this.comparedAt > this.config.EXECUTION_LEASE_MS) await this.returnStrays()
      const { depth, oldestMs, waiting } = await this.claims.queue()
      this.depth = depth
      this.waiting = waiting
      this.metrics.queued(depth, oldestMs)
      if (Date.now() - this.maintainedAt > MAINTAIN_EVERY_MS) {
        this.maintainedAt = Date.now()
        await this.claims.maintain()
      }
    } catch (error) {
      this.host.logger('execution').warn({ err: error }, 'looking for executions')
    }
  }

  /**
   * A connection lost at the wrong moment leaves a lease to a process that does not know of it: a claim or an acceptance was
   * committed and its answer did not arrive, or giving back failed. As long as the process lives nobody takes over, so it
   * hands back what it does not know twice in a row; an acceptance on its way is known by the second time.
   */
  private async returnStrays(): Promise<void> {
    this.comparedAt = Date.now()
    const { processId } = this.lease
    const strays = await this.claims.strays(processId, this.owner.executionIds)
    const before = new Set(this.strays)
    this.strays = strays
    const left = strays.filter((id) => before.has(id))
    if (left.length > 0) this.host.logger('execution').warn({ executions: left.length }, 'leases nobody knew of')
    await this.claims.release(processId, left)
  }

  private async takeOn(claims: Claim[]): Promise<void> {
    if (claims.length === 0) return
    const recorded = new Map(
      (await this.store.load(claims.map(({ executionId }) => executionId))).map((r) => [r.execution.id, r]),
    )
    // What was cancelled while nobody ran it must not begin anything before it hears of that.
    const signals = new Map(
      (await this.claims.signals(this.lease.processId)).map(({ executionId, seq }) => [executionId, seq]),
    )
    await Promise.all(
      claims.map((claim) => {
        const { executionId } = claim
        const found = recorded.get(executionId)
        return found && this.resume(claim, found, signals.get(executionId))
      }),
    )
    await this.forget(claims.filter(({ executionId }) => !recorded.has(executionId)))
  }

  /** Handed back they would be claimed again at every look. */
  private async forget(gone: Claim[]): Promise<void> {
    if (gone.length === 0) return
    const executionIds = gone.map(({ executionId }) => executionId)
    await this.claims.forget(this.lease.processId, executionIds)
    this.host.logger('execution').warn({ executionIds }, 'leases of executions that are gone')
  }

  private async resume(claim: Claim, recorded: Recorded, signalSeq: string | undefined): Promise<void> {
    try {
      const { workspaceId, traceparent } = claim
      const { rows } = recorded
      const execution = { ...recorded.execution, traceparent }
      const ctx = this.host.identity('execution').serviceContext({ workspaceId, traceparent })
      const runnable = await this.definitions.get(ctx, execution.workflowId, execution.version)
      const run = new Run(execution, runnable, this.owner.now)
      run.resume(rows)
      if (signalSeq !== undefined) run.feed({ type: 'cancel', at: this.owner.now() })
      run.resolveDueWaits()
      await this.owner.settle(run)
      this.owner.adopt(run, claim.epoch, { signalSeq })
    } catch (error) {
      this.host.logger('execution').error({ err: error, executionId: claim.executionId }, 'execution not resumed')
      await this.claims.release(this.lease.processId, [claim.executionId]).catch(() => undefined)
    }
  }
}
