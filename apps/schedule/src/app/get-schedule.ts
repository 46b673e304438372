import { Inject } from '@nestjs/common'
import { GetSchedule } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'
import { toView } from '../domain/schedule.js'

@Handles(GetSchedule)
export class GetScheduleHandler {
  constructor(@Inject(ScheduleStore) private readonly store: ScheduleStore) {}

  handle({ scheduleId }: Input<typeof GetSchedule>, ctx: RequestContext): Promise<Output<typeof GetSchedule>> {
    return this.store.read(ctx, async (reader) => toView(await reader.get(scheduleId)))
  }
}
