import { Inject, Injectable } from '@nestjs/common'
import { CONFIG, HOST } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { ClaimStore } from '../adapters/postgres/claim-store.js'
import type { ScheduleConfig } from '../config.js'
import { pauseAfter } from '../domain/pause.js'
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
    const { LINKFLOW_SCHEDULE_POLL_MS: pollMs, LINKFLOW_SCHEDULE_LEASE_MS: leaseMs } = this.config
    // Whoever ends wakes the loop.
    if (this.room < this.leastRoom) return pollMs
    const claim = await this.store.claim({ room: this.room, leaseMs }, (...due) => this.plan(...due))
    for (const fire of claim.fires) this.launch(this.runner.run(fire))
    return pauseAfter(claim, pollMs)
  }

  /** How many more fires may be under way. */
  private get room(): number {
    return this.config.LINKFLOW_SCHEDULE_CONCURRENCY - this.inFlight.size
  }

  /** A process that is full waits for this much room: it would claim one by one. */
  private get leastRoom(): number {
    return Math.ceil(this.config.LINKFLOW_SCHEDULE_CONCURRENCY / 4)
  }

  private launch(work: Promise<void>): void {
    const ended = work.then(() => {
      const wasFull = this.room < this.leastRoom
      this.inFlight.delete(ended)
      if (wasFull && this.room >= this.leastRoom) this.wake()
    })
    this.inFlight.add(ended)
  }

  private plan(schedule: Schedule, now: number, most: number): Plan {
    const { nextAt } = schedule
    if (nextAt === undefined) return { fires: [], missed: [] }
    try {
      const plan = planFires({ ...schedule, nextAt }, { now, graceMs: this.config.LINKFLOW_SCHEDULE_GRACE_MS, most })
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
