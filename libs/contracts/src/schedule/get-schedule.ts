import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ScheduleNotFound } from './problems.js'
import { ScheduleView } from './views.js'

export const GetSchedule = request('schedule', 'get-schedule', {
  summary: 'Gets a schedule with its next fire time.',
  http: ['GET', '/schedules/:scheduleId'],
  access: 'schedule:read',
  input: z.object({ scheduleId: Id }),
  output: ScheduleView,
  problems: [ScheduleNotFound],
})
