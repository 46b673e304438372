import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ScheduleInactive, ScheduleNotFound } from './problems.js'
import { FireView } from './views.js'

export const RunSchedule = request('schedule', 'run-schedule', {
  summary: 'Fires a schedule now, also a paused one, whatever runs already.',
  http: ['POST', '/schedules/:scheduleId/run', { status: 202 }],
  access: 'schedule:run',
  input: z.object({ scheduleId: Id }),
  output: FireView,
  problems: [ScheduleNotFound, ScheduleInactive],
  idempotent: true,
})
