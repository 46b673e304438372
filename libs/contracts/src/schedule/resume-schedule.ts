import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ScheduleNotFound } from './problems.js'
import { ScheduleView } from './views.js'

export const ResumeSchedule = request('schedule', 'resume-schedule', {
  summary: 'Lets a paused schedule fire again, from now on: what the pause covered was not missed.',
  http: ['POST', '/schedules/:scheduleId/resume'],
  access: 'schedule:write',
  input: z.object({ scheduleId: Id }),
  output: ScheduleView,
  problems: [ScheduleNotFound],
})
