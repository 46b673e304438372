import { Inject, Injectable } from '@nestjs/common'
import { CLOCK, CONFIG, HOST } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import type { Clock } from '@linkflow/kernel'
import { ClaimStore } from '../adapters/postgres/claim-store.js'
import type { CheckpointOp } from '../adapters/postgres/checkpoint-batch.js'
import { HistoryWriter } from '../adapters/postgres/history-writer.js'
import type { ExecutionConfig } from '../config.js'
import { Effects } from './effects.js'
import { Live } from './live.js'
import { ExecutionMetrics } from './metrics.js'
import { ProcessLease } from './process-lease.js'
import type { Run } from './run.js'
import type { Outcome } from './run.js'
import { Waiters } from './waiters.js'

/** Longer waits are left to whoever claims them when they are due. */
const HOLD_MS = 5_000
/** Pure nodes let others have the thread after this long. */
const BUDGET_MS = 8

const CHECKPOINT_SPAN = { kind: 'client', component: 'execution', tags: { 'db.type': 'sql' } } as const

/** A run this process holds the lease of. */
interface Owned {
  run: Run
  epoch: number
  effects: Map<string, AbortController>
  pumping: boolean
  timer?: NodeJS.Timeout
  signalSeq?: string
}

/**
 * Runs the executions this process owns: commits what they did, then starts what the commit allows. Everything it writes
 * is fenced by the lease's epoch, so that a process that lost an execution changes nothing of it.
 */
@Injectable()
export class Owner {
  private readonly owned = new Map<string, Owned>()
  private freed: () => void = () => {}
  private stopping = false
  private reserved = 0

  constructor(
    @Inject(HOST) private readonly host: Host,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: ExecutionConfig,
    @Inject(HistoryWriter) private readonly writer: HistoryWriter,
    @Inject(ClaimStore) private readonly claims: ClaimStore,
    @Inject(ProcessLease) private readonly lease: ProcessLease,
    @Inject(Effects) private readonly effects: Effects,
    @Inject(Live) private readonly live: Live,
    @Inject(Waiters) private readonly waiters: Waiters,
    @Inject(ExecutionMetrics) private readonly metrics: ExecutionMetrics,
  ) {}

  readonly now = (): number => this.clock.now().getTime()

  /**
   * Takes a worker for an execution that is being accepted, if one is free; the result gives it back. Without it, all that is
   * accepted while one commit is in flight would see the same free worker.
   */
  reserve(): (() => void) | undefined {
    if (this.freeSlots === 0) return undefined
    this.reserved += 1
    let held = true
    return () => {
      if (held) this.reserved -= 1
      held = false
    }
  }

  /** Workers that have nothing to do. A waiting execution occupies none. */
  get freeSlots(): number {
    if (this.stopping) return 0
    let busy = this.reserved
    for (const { run } of this.owned.values()) if (!run.isWaiting) busy += 1
    this.metrics.slotsUsed(busy)
    return Math.max(0, this.config.EXECUTION_WORKERS - busy)
  }

  /** The executions this process runs or holds through a wait. */
  get executionIds(): string[] {
    return [...this.owned.keys()]
  }

  /** Called when a worker becomes free. */
  onFreed(listener: () => void): void {
    this.freed = listener
  }

  /** Works a run off until it must wait for a commit, letting others have the thread meanwhile. */
  async settle(run: Run): Promise<void> {
    while (!run.drain(BUDGET_MS)) await new Promise((next) => setImmediate(next))
  }

  /** Takes on a run whose lease is ours; whatever it has to do is begun. `signalSeq` names a cancel that it knows already. */
  adopt(run: Run, epoch: number, { outcome, signalSeq }: { outcome?: Outcome; signalSeq?: string } = {}): void {
    const earlier = this.owned.get(run.execution.id)
    // Handed back and claimed again while the answer to its acceptance was on its way.
    if (earlier && earlier.epoch > epoch) return
    if (earlier) this.abandon(earlier)
    const owned: Owned = { run, epoch, effects: new Map(), pumping: false, signalSeq }
    this.owned.set(run.execution.id, owned)
    if (outcome) this.carryOut(owned, outcome)
    if (run.isDirty) void this.pump(owned)
    else this.rest(owned)
  }

  /** A signal arrived for one of our executions. */
  cancel(executionId: string, signalSeq: string): void {
    const owned = this.owned.get(executionId)
    if (!owned || owned.signalSeq !== undefined) return
    owned.signalSeq = signalSeq
    owned.run.feed({ type: 'cancel', at: this.now() })
    void this.pump(owned)
  }

  /** Lets running nodes finish for a while, then hands every execution back for others to go on with. */
  async stop(): Promise<void> {
    this.stopping = true
    const deadline = Date.now() + this.config.EXECUTION_DRAIN_MS
    for (const owned of this.owned.values()) this.rest(owned)
    while (Date.now() < deadline && [...this.owned.values()].some(({ run }) => !run.isWaiting))
      await new Promise((next) => setTimeout(next, 20))
    const left = [...this.owned.values()]
    for (const owned of left) this.abandon(owned)
    await this.claims.release(
      this.lease.processId,
      left.map(({ run }) => run.execution.id),
    )
  }

  /** One loop per run at a time: work off, commit, carry out, again. */
  private async pump(owned: Owned): Promise<void> {
    if (owned.pumping) return
    owned.pumping = true
    clearTimeout(owned.timer)
    try {
      for (;;) {
        await this.settle(owned.run)
        if (!this.owns(owned)) return
        if (!owned.run.isDirty) break
        if (!(await this.commit(owned))) return
      }
    } catch (error) {
      this.host.logger('execution').error({ err: error, executionId: owned.run.execution.id }, 'execution let go')
      this.abandon(owned)
      // Whether the checkpoint was written is not known: the history tells whoever takes it on.
      await this.claims.release(this.lease.processId, [owned.run.execution.id]).catch(() => undefined)
      this.freed()
      return
    } finally {
      owned.pumping = false
    }
    this.rest(owned)
  }

  /** Commits what the run did; false when it is over or no longer ours. */
  private async commit(owned: Owned): Promise<boolean> {
    const { run, epoch } = owned
    const began = run.execution.startedAt !== undefined && run.execution.status === 'queued'
    const rows = run.takeRows()
    const outcome = run.takeOutcome()
    const projection = run.projection()
    const hold = this.holds(run)
    const op: CheckpointOp = {
      executionId: run.execution.id,
      workspaceId: run.execution.workspaceId,
      epoch,
      rows,
      ...projection,
      owner: hold ? this.lease.processId : null,
      state: run.isWaiting ? 'waiting' : 'running',
      dueAt: run.nextDueAt,
      signalSeq: owned.signalSeq,
    }
    const { traceparent } = run.execution
    const write = () => this.writer.checkpoint(op)
    if (!(await this.host.tracing.within('execution/checkpoint', traceparent, CHECKPOINT_SPAN, write))) {
      this.abandon(owned)
      this.freed()
      return false
    }
    run.execution.status = projection.status
    this.live.publish(run.execution, rows, began)
    this.waiters.wake(run.execution.id)
    for (const row of rows) this.countNode(run, row)
    if (run.hasFinished || !hold) {
      this.abandon(owned)
      if (run.hasFinished) this.metrics.finishedOne(run.execution.status, this.now() - run.execution.createdAt)
      this.freed()
      return false
    }
    this.carryOut(owned, outcome)
    return true
  }

  /** Whether the run stays in memory: while it works, and through short waits. */
  private holds(run: Run): boolean {
    if (!run.isWaiting) return true
    const { nextDueAt } = run
    return !this.stopping && nextDueAt !== undefined && nextDueAt - this.now() <= HOLD_MS
  }

  private carryOut(owned: Owned, { effects, aborted }: Outcome): void {
    for (const { nodeId, attempt } of aborted) owned.effects.get(`${nodeId}:${attempt}`)?.abort()
    for (const effect of effects) {
      const controller = new AbortController()
      const key = `${effect.node.id}:${effect.attempt}`
      owned.effects.set(key, controller)
      void this.effects.perform(owned.run.execution, effect, controller.signal).then((event) => {
        owned.effects.delete(key)
        if (!event || !this.owns(owned)) return
        owned.run.feed(event)
        void this.pump(owned)
      })
    }
  }

  /** Nothing to do now: wake the run when its next wait ends. */
  private rest(owned: Owned): void {
    if (!this.owns(owned) || owned.pumping) return
    const { run } = owned
    const { nextDueAt } = run
    if (run.isWaiting) this.freed()
    if (nextDueAt === undefined) return
    clearTimeout(owned.timer)
    const wake = () => {
      run.resolveDueWaits()
      void this.pump(owned)
    }
    owned.timer = setTimeout(wake, Math.min(Math.max(0, nextDueAt - this.now()), 2 ** 31 - 1)).unref()
  }

  private owns(owned: Owned): boolean {
    return this.owned.get(owned.run.execution.id) === owned
  }

  private abandon(owned: Owned): void {
    clearTimeout(owned.timer)
    for (const controller of owned.effects.values()) controller.abort()
    if (this.owns(owned)) this.owned.delete(owned.run.execution.id)
  }

  private countNode(run: Run, row: { nodeId: string; kind: string }): void {
    const status = row.kind === 'node-succeeded' ? 'succeeded' : row.kind === 'node-failed' ? 'failed' : undefined
    if (!status) return
    const { plan } = run.runnable
    const type = plan.nodes[plan.indexes.get(row.nodeId) ?? -1]?.manifest.type
    if (type) this.metrics.nodeDone(type, status)
  }
}
