import { Inject } from '@nestjs/common'
import { CreateSchedule, TooManySchedules, WorkflowNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { RequestContext, WorkspaceContext } from '@linkflow/kernel'
import { CONFIG, Handles } from '@linkflow/service'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'
import type { ScheduleConfig } from '../config.js'
import { checkSettings } from '../domain/check-settings.js'
import { checkTiming } from '../domain/check-timing.js'
import { toView } from '../domain/schedule.js'
import { Scheduler } from './scheduler.js'
import { Workflows } from './workflows.js'

@Handles(CreateSchedule)
export class CreateScheduleHandler {
  constructor(
    @Inject(ScheduleStore) private readonly store: ScheduleStore,
    @Inject(Workflows) private readonly workflows: Workflows,
    @Inject(Scheduler) private readonly scheduler: Scheduler,
    @Inject(CONFIG) private readonly config: ScheduleConfig,
  ) {}

  async handle(input: Input<typeof CreateSchedule>, ctx: RequestContext): Promise<Output<typeof CreateSchedule>> {
    const { workflowId } = input
    const settings = checkSettings(input)
    const workflowTimeZone = await this.workflows.timeZoneOf(workflowId, ctx)
    const view = await this.store.transact(ctx, async ({ schedules }) => {
      // Its lock keeps the event that deletes the workflow away until this is written, or was seen here.
      if (await schedules.isForgotten(workflowId)) throw WorkflowNotFound()
      const limit = this.config.LINKFLOW_SCHEDULE_MOST_PER_WORKFLOW
      if ((await schedules.countMade(workflowId)) >= limit) throw TooManySchedules({ limit })
      const now = await schedules.now()
      const timing = checkTiming(input, {
        now,
        timeZone: input.timeZone ?? workflowTimeZone,
        leastMs: this.config.LINKFLOW_SCHEDULE_LEAST_INTERVAL_MS,
      })
      const schedule = {
        ...timing,
        ...settings,
        id: newId(),
        workspaceId: (ctx as WorkspaceContext).workspaceId,
        workflowId,
        registered: true,
        paused: false,
        createdAt: new Date(now),
        updatedAt: new Date(now),
      }
      return toView(await schedules.put(schedule, now))
    })
    this.scheduler.wake()
    return view
  }
}
