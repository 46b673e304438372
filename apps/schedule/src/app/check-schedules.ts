import { Inject } from '@nestjs/common'
import { CheckSchedules } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { InputInvalid } from '@linkflow/kernel'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, CONFIG, Handles } from '@linkflow/service'
import type { ScheduleConfig } from '../config.js'
import { checkRule } from '../domain/check-timing.js'
import type { TimingBounds } from '../domain/check-timing.js'

type Request = Input<typeof CheckSchedules>
type Errors = Output<typeof CheckSchedules>['errors']

@Handles(CheckSchedules)
export class CheckSchedulesHandler {
  constructor(
    @Inject(CONFIG) private readonly config: ScheduleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  handle({ rules }: Request): Output<typeof CheckSchedules> {
    // Whether a rule can ever be kept does not hang on the moment: any clock will do.
    const now = this.clock.now().getTime()
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
