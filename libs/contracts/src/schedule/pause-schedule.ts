import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ScheduleNotFound } from './problems.js'
import { ScheduleView } from './views.js'

export const PauseSchedule = request('schedule', 'pause-schedule', {
  summary: 'Stops a schedule from firing until it is resumed; also a trigger, whatever is published meanwhile.',
  http: ['POST', '/schedules/:scheduleId/pause'],
  access: 'schedule:write',
  input: z.object({ scheduleId: Id }),
  output: ScheduleView,
  problems: [ScheduleNotFound],
})
