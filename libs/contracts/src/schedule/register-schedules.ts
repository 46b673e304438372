import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { DEFINITION_BYTES } from '../workflow/views.js'
import { CatchUp, JitterMs, Overlap, ScheduleRule, TimeZone } from './views.js'

export const RegisterSchedules = request('schedule', 'register-schedules', {
  summary:
    'Makes the schedules of a workflow’s triggers exactly these. A stale generation changes nothing and is told the present.',
  access: internal('workflow'),
  input: z.object({
    workflowId: Id,
    version: z.int(),
    /** Grows with every activation and deactivation of the workflow. */
    generation: z.int(),
    schedules: z.array(
      z.object({
        nodeId: z.string(),
        rule: ScheduleRule,
        timeZone: TimeZone,
        jitterMs: JitterMs,
        overlap: Overlap,
        catchUp: CatchUp,
      }),
    ),
  }),
  output: z.object({ schedules: z.array(z.object({ scheduleId: Id, nodeId: z.string() })) }),
  maxBytes: DEFINITION_BYTES,
})
