import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { DEFINITION_BYTES } from '../workflow/views.js'
import { ScheduleRule } from './views.js'

export const CheckSchedules = request('schedule', 'check-schedules', {
  summary: 'Tells what is wrong with rules before they are registered: what no schema can see.',
  access: internal('workflow'),
  input: z.object({ rules: z.array(z.object({ rule: ScheduleRule, timeZone: z.string() })) }),
  output: z.object({
    errors: z.array(
      z.object({ index: z.int(), member: z.enum(['rule', 'timeZone']), code: z.string(), message: z.string() }),
    ),
  }),
  maxBytes: DEFINITION_BYTES,
})
