import { Inject, Injectable } from '@nestjs/common'
import { ExecutionDropped, StartTriggered } from '@linkflow/contracts'
import type { ExecutionStatus } from '@linkflow/contracts'
import { Problem } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { HOST } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { FireStore } from '../adapters/postgres/fire-store.js'
import { idempotencyKeyOf } from '../domain/fire.js'
import type { TakenFire } from '../domain/fire.js'
import { itemsOf } from '../domain/fire-items.js'
import { pauseMs, waitMs } from '../domain/waiting.js'
import { OverlapCheck } from './overlap-check.js'
import { ScheduleMetrics } from './schedule-metrics.js'
import { Settler } from './settler.js'

const START_MS = 10_000
/** A fire that could not be started for a day failed: the execution service remembers its key for longer. */
const GIVE_UP_MS = 24 * 60 * 60_000
/** Answers that another try would be given too. */
const FINAL_STATUSES = new Set([400, 402, 404, 409, 413, 422])
const ENDED: ReadonlySet<ExecutionStatus> = new Set(['succeeded', 'failed', 'cancelled', 'timed-out'])

/** Brings a fire that this process took up to its end: an execution, or the reason why there is none. */
@Injectable()
export class FireRunner {
  constructor(
    @Inject(FireStore) private readonly store: FireStore,
    @Inject(Settler) private readonly settler: Settler,
    @Inject(OverlapCheck) private readonly overlap: OverlapCheck,
    @Inject(ScheduleMetrics) private readonly metrics: ScheduleMetrics,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(HOST) private readonly host: Host,
  ) {}

  /** Never throws: what goes wrong is tried again when the lease has lapsed. */
  async run(fire: TakenFire): Promise<void> {
    const takenAt = performance.now()
    const { workspaceId } = fire
    const ctx = this.host.identity('schedule').serviceContext({ workspaceId, deadlineAt: Date.now() + START_MS })
    let current = fire
    try {
      const decided = await this.decide(fire, ctx)
      if (!decided) return
      current = decided
      await this.start(current, ctx, takenAt)
    } catch (error) {
      await this.fail(current, error)
    }
  }

  /** What once was decided to start is never decided about again: its execution may exist already. */
  private async decide(fire: TakenFire, ctx: RequestContext): Promise<TakenFire | undefined> {
    if (fire.overlap === 'allow' || fire.decided) return fire
    const verdict = await this.overlap.decide(fire, ctx)
    switch (verdict.kind) {
      case 'start':
        return this.store.decide(fire)
      case 'wait':
        await this.store.wait(fire, waitMs(fire, verdict.ahead))
        return undefined
      case 'skip':
        await this.settler.settle({ fire, outcome: 'skipped', reason: verdict.reason })
        return undefined
    }
  }

  private async start(fire: TakenFire, ctx: RequestContext, takenAt: number): Promise<void> {
    const { workflowId, trigger } = fire
    const { executionId, status } = await this.messaging.call(
      StartTriggered,
      {
        workflowId,
        ...trigger,
        trigger: 'schedule',
        items: itemsOf(fire).map((item) => ({ ...item })),
        idempotencyKey: idempotencyKeyOf(fire),
        waitFor: 'accepted',
        waitMs: 0,
      },
      ctx,
    )
    if (fire.kind === 'scheduled' && fire.attempt === 1)
      this.metrics.late(fire.lateMs + fire.ageMs + performance.now() - takenAt)
    await this.settler.settle({ fire, outcome: 'started', executionId, running: fire.watched && !ENDED.has(status) })
  }

  private async fail(fire: TakenFire, error: unknown): Promise<void> {
    const problem = error instanceof Problem ? error : undefined
    const { id: fireId, scheduleId, attempt } = fire
    try {
      if (ExecutionDropped.is(error)) return await this.settler.settle({ fire, outcome: 'skipped', reason: error.code })
      const isFinal = problem !== undefined && FINAL_STATUSES.has(problem.status)
      if (isFinal || fire.failingMs > GIVE_UP_MS)
        return await this.settler.settle({ fire, outcome: 'failed', reason: problem?.code ?? 'service/internal-error' })
      this.host.logger('schedule').warn({ err: error, fireId, scheduleId, attempt }, 'fire not started yet')
      await this.store.tryLater(fire, pauseMs(fire))
    } catch (failure) {
      this.host.logger('schedule').warn({ err: failure, fireId, scheduleId }, 'fire left to its lease')
    }
  }
}
