import { Inject, Injectable } from '@nestjs/common'
import { CONFIG, HOST } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { ClaimStore } from '../adapters/postgres/claim-store.js'
import type { ScheduleConfig } from '../config.js'
import { planFires } from '../domain/plan-fires.js'
import type { Plan } from '../domain/plan-fires.js'
import type { Schedule } from '../domain/schedule.js'
import { FireRunner } from './fire-runner.js'
import { ScheduleMetrics } from './schedule-metrics.js'

/** A schedule that cannot be planned is looked at again after this: it holds up nobody else. */
const PARKED_MS = 60 * 60_000

/**
 * Takes up what is due and starts it, on every replica at once: the database's clock says what is due, its locks who
 * takes it. Nothing here reads the clock of the process; timers only say when to look again.
 */
@Injectable()
export class Scheduler implements Background {
  private readonly inFlight = new Set<Promise<void>>()
  private looping: Promise<void> | undefined
  private stopped = true
  private woken = false
  private wakeUp: () => void = () => {}

  constructor(
    @Inject(ClaimStore) private readonly store: ClaimStore,
    @Inject(FireRunner) private readonly runner: FireRunner,
    @Inject(ScheduleMetrics) private readonly metrics: ScheduleMetrics,
    @Inject(CONFIG) private readonly config: ScheduleConfig,
    @Inject(HOST) private readonly host: Host,
  ) {}

  async start(): Promise<void> {
    this.stopped = false
    this.looping = this.loop()
  }

  /** Takes up nothing more and ends what it took. */
  async stop(): Promise<void> {
    this.stopped = true
    this.wake()
    await this.looping
    await Promise.all(this.inFlight)
  }

  /** Looks at once, because something was made due. */
  wake(): void {
    this.woken = true
    this.wakeUp()
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      this.woken = false
      const pauseMs = await this.pass().catch((error: unknown) => {
        this.host.logger('schedule').warn({ err: error }, 'schedules not claimed')
        return this.config.LINKFLOW_SCHEDULE_POLL_MS
      })
      if (pauseMs > 0) await this.pause(pauseMs)
    }
  }

  /** One look; gives the milliseconds until the next. */
  private async pass(): Promise<number> {
    const { LINKFLOW_SCHEDULE_CONCURRENCY: most, LINKFLOW_SCHEDULE_POLL_MS: pollMs } = this.config
    const room = most - this.inFlight.size
    // Whoever ends wakes the loop.
    if (room <= 0) return pollMs
    const { fires, nextMs } = await this.store.claim(
      { batch: room, leaseMs: this.config.LINKFLOW_SCHEDULE_LEASE_MS },
      (schedule, now) => this.plan(schedule, now),
    )
    for (const fire of fires) this.launch(this.runner.run(fire))
    return Math.min(pollMs, Math.ceil(nextMs))
  }

  private launch(work: Promise<void>): void {
    const full = () => this.inFlight.size >= this.config.LINKFLOW_SCHEDULE_CONCURRENCY
    const ended = work.then(() => {
      const wasFull = full()
      this.inFlight.delete(ended)
      if (wasFull && !full()) this.wake()
    })
    this.inFlight.add(ended)
  }

  private plan(schedule: Schedule, now: number): Plan {
    const { nextAt } = schedule
    if (nextAt === undefined) return { fires: [], missed: [] }
    try {
      const plan = planFires({ ...schedule, nextAt }, now, this.config.LINKFLOW_SCHEDULE_GRACE_MS)
      if (plan.missed.length > 0) this.metrics.settled('scheduled', 'missed', plan.missed.length)
      return plan
    } catch (error) {
      this.host.logger('schedule').error({ err: error, scheduleId: schedule.id }, 'schedule cannot be planned')
      return { fires: [], missed: [], next: { nominal: nextAt, due: now + PARKED_MS } }
    }
  }

  private async pause(ms: number): Promise<void> {
    if (this.woken || this.stopped) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
