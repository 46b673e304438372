import { Inject } from '@nestjs/common'
import { BACKFILL_LIMIT, BackfillSchedule, BackfillTooLarge, ScheduleInactive } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { InputInvalid } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'
import { firesBetween, toInstant } from '../domain/timing.js'
import { Scheduler } from './scheduler.js'

@Handles(BackfillSchedule)
export class BackfillScheduleHandler {
  constructor(
    @Inject(ScheduleStore) private readonly store: ScheduleStore,
    @Inject(Scheduler) private readonly scheduler: Scheduler,
  ) {}

  async handle(input: Input<typeof BackfillSchedule>, ctx: RequestContext): Promise<Output<typeof BackfillSchedule>> {
    const answer = await this.store.transact(ctx, async ({ schedules, fires }) => {
      const schedule = await schedules.lock(input.scheduleId)
      if (!schedule.registered) throw ScheduleInactive()
      const now = await schedules.now()
      const from = toInstant(input.from, schedule.timeZone)
      const to = toInstant(input.to, schedule.timeZone)
      if (to < from) throw invalid('The end is before the start.', 'end-before-start')
      if (to > now) throw invalid('A backfill ends in the past.', 'not-past')
      const nominals = firesBetween(schedule, from - 1, { until: to, limit: BACKFILL_LIMIT + 1 })
      if (nominals.length > BACKFILL_LIMIT) throw BackfillTooLarge({ limit: BACKFILL_LIMIT })
      const made = await fires.insertBackfill(schedule, nominals, input.overlap)
      return { matched: nominals.length, fires: made }
    })
    this.scheduler.wake()
    return answer
  }
}

function invalid(message: string, code: string) {
  return InputInvalid({ errors: [{ pointer: '/to', code, message }] })
}
