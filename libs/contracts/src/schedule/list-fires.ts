import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ScheduleNotFound } from './problems.js'
import { FireView, fireOutcomes } from './views.js'

export const ListFires = request('schedule', 'list-fires', {
  summary: 'Lists what a schedule did, latest nominal time first.',
  http: ['GET', '/schedules/:scheduleId/fires'],
  access: 'schedule:read',
  input: z.object({ scheduleId: Id, outcome: z.enum(fireOutcomes).optional(), ...PageInput }),
  output: page(FireView),
  problems: [ScheduleNotFound],
})
