import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ScheduleStatus, ScheduleView } from './views.js'

export const ListSchedules = request('schedule', 'list-schedules', {
  summary: 'Lists schedules, of triggers and made through the API, newest first.',
  http: ['GET', '/schedules'],
  access: 'schedule:read',
  input: z.object({ workflowId: Id.optional(), status: ScheduleStatus.optional(), ...PageInput }),
  output: page(ScheduleView),
  maxBytes: 16 * 1024 * 1024,
})
