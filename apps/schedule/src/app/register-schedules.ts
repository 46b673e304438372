import { Inject } from '@nestjs/common'
import { RegisterSchedules } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'
import type { ScheduleWriter } from '../adapters/postgres/schedule-writer.js'
import { registrationOf } from '../domain/registration.js'
import { Scheduler } from './scheduler.js'

type Request = Input<typeof RegisterSchedules>

@Handles(RegisterSchedules)
export class RegisterSchedulesHandler {
  constructor(
    @Inject(ScheduleStore) private readonly store: ScheduleStore,
    @Inject(Scheduler) private readonly scheduler: Scheduler,
  ) {}

  async handle(input: Request, ctx: RequestContext): Promise<Output<typeof RegisterSchedules>> {
    const present = await this.store.transact(ctx, async ({ schedules }) => {
      if (await schedules.enterGeneration(input.workflowId, input.generation)) await replace(schedules, input, ctx)
      return schedules.lockTriggers(input.workflowId)
    })
    this.scheduler.wake()
    return {
      schedules: present.flatMap(({ id, trigger, registered }) =>
        trigger && registered ? [{ scheduleId: id, nodeId: trigger.nodeId }] : [],
      ),
    }
  }
}

/** Inactive ones stay for their history; they come back with their node. */
async function replace(schedules: ScheduleWriter, input: Request, ctx: RequestContext): Promise<void> {
  const now = await schedules.now()
  const known = new Map((await schedules.lockTriggers(input.workflowId)).map((each) => [each.trigger?.nodeId, each]))
  for (const settings of input.schedules) {
    const before = known.get(settings.nodeId)
    known.delete(settings.nodeId)
    const place = { workspaceId: ctx.workspaceId ?? '', workflowId: input.workflowId, version: input.version }
    const schedule = registrationOf(settings, { place, before, now })
    // The same again passes by nothing that is due; whatever changed is counted from now.
    const goesOn = before?.registered === true && before.anchorAt === schedule.anchorAt
    await schedules.put(schedule, goesOn && before.nextAt !== undefined ? before.nextAt - 1 : now)
  }
  for (const gone of known.values()) if (gone.registered) await schedules.put({ ...gone, registered: false }, now)
}
