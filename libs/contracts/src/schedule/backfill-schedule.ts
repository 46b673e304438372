import { InputInvalid } from '@linkflow/kernel'
import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { BackfillTooLarge, ScheduleInactive, ScheduleNotFound } from './problems.js'
import { LocalOrInstant } from './views.js'

/** Most fire times of one backfill. */
export const BACKFILL_LIMIT = 1000

export const BackfillSchedule = request('schedule', 'backfill-schedule', {
  summary:
    'Fires for every nominal time of a range in the past that has not fired, at most 1000, from both ends included.',
  http: ['POST', '/schedules/:scheduleId/backfill', { status: 202 }],
  access: 'schedule:run',
  input: z.object({
    scheduleId: Id,
    from: LocalOrInstant,
    to: LocalOrInstant,
    overlap: z
      .enum(['allow', 'queue'])
      .default('queue')
      .describe('Whether the executions may run at once, or one after the other.'),
  }),
  output: z.object({
    matched: z.int().describe('Nominal times in the range.'),
    fires: z.int().describe('Made to fire.'),
  }),
  problems: [ScheduleNotFound, ScheduleInactive, BackfillTooLarge, InputInvalid],
})
