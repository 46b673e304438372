import { Inject } from '@nestjs/common'
import { CheckSchedules } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { InputInvalid } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { CONFIG, Handles } from '@linkflow/service'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'
import type { ScheduleConfig } from '../config.js'
import { checkRule } from '../domain/check-timing.js'
import type { TimingBounds } from '../domain/check-timing.js'

type Request = Input<typeof CheckSchedules>
type Errors = Output<typeof CheckSchedules>['errors']

@Handles(CheckSchedules)
export class CheckSchedulesHandler {
  constructor(
    @Inject(ScheduleStore) private readonly store: ScheduleStore,
    @Inject(CONFIG) private readonly config: ScheduleConfig,
  ) {}

  async handle({ rules }: Request, ctx: RequestContext): Promise<Output<typeof CheckSchedules>> {
    const now = await this.store.read(ctx, (reader) => reader.now())
    const leastMs = this.config.LINKFLOW_SCHEDULE_LEAST_INTERVAL_MS
    return {
      errors: rules.flatMap(({ rule, timeZone }, index) =>
        errorsOf(rule, { now, timeZone, leastMs }).map((error) => ({ index, ...error })),
      ),
    }
  }
}

function errorsOf(rule: Request['rules'][number]['rule'], bounds: TimingBounds): Omit<Errors[number], 'index'>[] {
  try {
    checkRule(rule, bounds)
    return []
  } catch (error) {
    if (!InputInvalid.is(error)) throw error
    return error.params.errors.map(({ pointer, code, message }) => ({
      member: pointer === '/timeZone' ? 'timeZone' : 'rule',
      code,
      message,
    }))
  }
}
