import { InputInvalid } from '@linkflow/kernel'
import { z } from 'zod'
import { request } from '../core/request.js'
import { At } from '../core/schemas.js'
import { LocalOrInstant, RuleMembers, TimeZone } from './views.js'

export const PreviewSchedule = request('schedule', 'preview-schedule', {
  summary: 'The next ten fire times of a rule, saved or not: of exactly one of cron, every and at.',
  http: ['POST', '/schedules/preview'],
  access: 'schedule:read',
  input: z.object({
    ...RuleMembers,
    timeZone: TimeZone.optional(),
    startAt: LocalOrInstant.optional(),
    endAt: LocalOrInstant.optional(),
    after: LocalOrInstant.optional().describe('Where to begin; now unless told.'),
  }),
  output: z.object({
    timeZone: z.string(),
    fireTimes: z.array(z.object({ at: At, local: z.string().describe('In the time zone, with its offset.') })),
  }),
  problems: [InputInvalid],
})
