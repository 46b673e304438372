import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ScheduleNotFound, ScheduleOfTrigger } from './problems.js'

export const DeleteSchedule = request('schedule', 'delete-schedule', {
  summary: 'Deletes a schedule made through the API, with its history. Its executions stay.',
  http: ['DELETE', '/schedules/:scheduleId', { status: 204 }],
  access: 'schedule:write',
  input: z.object({ scheduleId: Id }),
  output: Nothing,
  problems: [ScheduleNotFound, ScheduleOfTrigger],
})
