import { Inject } from '@nestjs/common'
import { ResumeSchedule } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'
import { toView } from '../domain/schedule.js'
import { Scheduler } from './scheduler.js'

@Handles(ResumeSchedule)
export class ResumeScheduleHandler {
  constructor(
    @Inject(ScheduleStore) private readonly store: ScheduleStore,
    @Inject(Scheduler) private readonly scheduler: Scheduler,
  ) {}

  async handle(
    { scheduleId }: Input<typeof ResumeSchedule>,
    ctx: RequestContext,
  ): Promise<Output<typeof ResumeSchedule>> {
    const view = await this.store.transact(ctx, async ({ schedules }) => {
      const schedule = await schedules.lock(scheduleId)
      // A repeat must not pass by what is due at the moment.
      if (!schedule.paused) return toView(schedule)
      return toView(await schedules.put({ ...schedule, paused: false }, await schedules.now()))
    })
    this.scheduler.wake()
    return view
  }
}
