import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'

export const ListSchedules = request('schedule', 'list-schedules', {
  summary: 'List schedules.',
  http: ['GET', '/schedules'],
  access: authenticated(),
  input: z.object({ ...PageInput }),
  output: page(z.object({ id: Id })),
})
