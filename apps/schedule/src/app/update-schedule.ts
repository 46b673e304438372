import { Inject } from '@nestjs/common'
import { ScheduleOfTrigger, UpdateSchedule } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { CONFIG, Handles } from '@linkflow/service'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'
import type { ScheduleConfig } from '../config.js'
import { checkSettings } from '../domain/check-settings.js'
import { checkTiming } from '../domain/check-timing.js'
import { toView } from '../domain/schedule.js'
import { Scheduler } from './scheduler.js'

@Handles(UpdateSchedule)
export class UpdateScheduleHandler {
  constructor(
    @Inject(ScheduleStore) private readonly store: ScheduleStore,
    @Inject(Scheduler) private readonly scheduler: Scheduler,
    @Inject(CONFIG) private readonly config: ScheduleConfig,
  ) {}

  async handle(input: Input<typeof UpdateSchedule>, ctx: RequestContext): Promise<Output<typeof UpdateSchedule>> {
    const settings = checkSettings(input)
    const view = await this.store.transact(ctx, async ({ schedules }) => {
      const { id, workspaceId, workflowId, trigger, timeZone, registered, paused, createdAt, updatedAt } =
        await schedules.lock(input.scheduleId)
      if (trigger) throw ScheduleOfTrigger()
      const now = await schedules.now()
      // Counted from now: a new rule makes up for nothing that it would have done before.
      const timing = checkTiming(input, {
        now,
        timeZone: input.timeZone ?? timeZone,
        leastMs: this.config.LINKFLOW_SCHEDULE_LEAST_INTERVAL_MS,
      })
      const schedule = { ...timing, ...settings, id, workspaceId, workflowId, registered, paused, createdAt, updatedAt }
      return toView(await schedules.put(schedule, now))
    })
    this.scheduler.wake()
    return view
  }
}
