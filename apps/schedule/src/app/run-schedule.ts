import { Inject } from '@nestjs/common'
import { RunSchedule, ScheduleInactive } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'
import { toFireView } from '../domain/fire.js'
import { Scheduler } from './scheduler.js'

@Handles(RunSchedule)
export class RunScheduleHandler {
  constructor(
    @Inject(ScheduleStore) private readonly store: ScheduleStore,
    @Inject(Scheduler) private readonly scheduler: Scheduler,
  ) {}

  async handle({ scheduleId }: Input<typeof RunSchedule>, ctx: RequestContext): Promise<Output<typeof RunSchedule>> {
    const view = await this.store.transact(ctx, async ({ schedules, fires }) => {
      const schedule = await schedules.lock(scheduleId)
      if (!schedule.registered) throw ScheduleInactive()
      return toFireView(await fires.insertManual(schedule, await schedules.now()))
    })
    this.scheduler.wake()
    return view
  }
}
