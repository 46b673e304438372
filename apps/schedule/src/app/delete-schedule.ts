import { Inject } from '@nestjs/common'
import { DeleteSchedule, ScheduleOfTrigger } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'

@Handles(DeleteSchedule)
export class DeleteScheduleHandler {
  constructor(@Inject(ScheduleStore) private readonly store: ScheduleStore) {}

  handle({ scheduleId }: Input<typeof DeleteSchedule>, ctx: RequestContext): Promise<Output<typeof DeleteSchedule>> {
    return this.store.transact(ctx, async ({ schedules }) => {
      const { trigger } = await schedules.lock(scheduleId)
      if (trigger) throw ScheduleOfTrigger()
      await schedules.delete(scheduleId)
      return {}
    })
  }
}
