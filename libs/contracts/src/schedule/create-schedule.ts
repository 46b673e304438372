import { InputInvalid } from '@linkflow/kernel'
import { z } from 'zod'
import { request } from '../core/request.js'
import { Id, Name } from '../core/schemas.js'
import { WorkflowNotFound, WorkflowNotPublished } from '../workflow/problems.js'
import { TooManySchedules } from './problems.js'
import { CatchUp, JitterMs, LocalOrInstant, Overlap, RuleMembers, ScheduleView, TimeZone } from './views.js'

/** What can be said of a schedule, and changed of one made through the API. */
export const ScheduleSettings = {
  name: Name.optional(),
  ...RuleMembers,
  timeZone: TimeZone.optional(),
  startAt: LocalOrInstant.optional(),
  endAt: LocalOrInstant.optional(),
  jitterMs: JitterMs.optional(),
  overlap: Overlap.optional(),
  catchUp: CatchUp.optional(),
  input: z.unknown().optional().describe('An object becomes one item, an array of objects several.'),
}

export const CreateSchedule = request('schedule', 'create-schedule', {
  summary: 'Makes a schedule that starts the published version of a workflow: by exactly one of cron, every and at.',
  http: ['POST', '/schedules', { status: 201, location: '/schedules/:id' }],
  access: 'schedule:write',
  input: z.object({ workflowId: Id, ...ScheduleSettings }),
  output: ScheduleView,
  problems: [WorkflowNotFound, WorkflowNotPublished, TooManySchedules, InputInvalid],
  idempotent: true,
})
