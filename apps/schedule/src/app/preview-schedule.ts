import { Inject } from '@nestjs/common'
import { PreviewSchedule } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { CONFIG, Handles } from '@linkflow/service'
import { DateTime } from 'luxon'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'
import type { ScheduleConfig } from '../config.js'
import { checkTiming } from '../domain/check-timing.js'
import { firesBetween, toInstant } from '../domain/timing.js'
import { DEFAULT_TIME_ZONE } from './workflows.js'

const SHOWN = 10

@Handles(PreviewSchedule)
export class PreviewScheduleHandler {
  constructor(
    @Inject(ScheduleStore) private readonly store: ScheduleStore,
    @Inject(CONFIG) private readonly config: ScheduleConfig,
  ) {}

  async handle(input: Input<typeof PreviewSchedule>, ctx: RequestContext): Promise<Output<typeof PreviewSchedule>> {
    const timeZone = input.timeZone ?? DEFAULT_TIME_ZONE
    const now = await this.store.read(ctx, (reader) => reader.now())
    const leastMs = this.config.LINKFLOW_SCHEDULE_LEAST_INTERVAL_MS
    const timing = checkTiming(input, { now, timeZone, leastMs })
    const after = input.after === undefined ? now : toInstant(input.after, timeZone)
    const times = firesBetween(timing, after, { until: Infinity, limit: SHOWN })
    return {
      timeZone,
      fireTimes: times.map((at) => ({ at: new Date(at).toISOString(), local: localOf(at, timeZone) })),
    }
  }
}

function localOf(at: number, timeZone: string): string {
  return DateTime.fromMillis(at, { zone: timeZone }).toISO({ suppressMilliseconds: true }) ?? ''
}
