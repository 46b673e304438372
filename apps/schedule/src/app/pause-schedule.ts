import { Inject } from '@nestjs/common'
import { PauseSchedule } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'
import { toView } from '../domain/schedule.js'

@Handles(PauseSchedule)
export class PauseScheduleHandler {
  constructor(@Inject(ScheduleStore) private readonly store: ScheduleStore) {}

  handle({ scheduleId }: Input<typeof PauseSchedule>, ctx: RequestContext): Promise<Output<typeof PauseSchedule>> {
    return this.store.transact(ctx, async ({ schedules }) => {
      const schedule = await schedules.lock(scheduleId)
      if (schedule.paused) return toView(schedule)
      return toView(await schedules.put({ ...schedule, paused: true }, await schedules.now()))
    })
  }
}
