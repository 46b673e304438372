import { InputInvalid } from '@linkflow/kernel'
import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ScheduleSettings } from './create-schedule.js'
import { ScheduleNotFound, ScheduleOfTrigger } from './problems.js'
import { ScheduleView } from './views.js'

export const UpdateSchedule = request('schedule', 'update-schedule', {
  summary:
    'Says anew what a schedule made through the API does. What is left out gets its default, but the time zone stays; fire times are counted from now.',
  http: ['PUT', '/schedules/:scheduleId'],
  access: 'schedule:write',
  input: z.object({ scheduleId: Id, ...ScheduleSettings }),
  output: ScheduleView,
  problems: [ScheduleNotFound, ScheduleOfTrigger, InputInvalid],
})
