import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'

export const ListPlans = request('billing', 'list-plans', {
  summary: 'List plans.',
  http: ['GET', '/plans'],
  access: authenticated(),
  input: z.object({ ...PageInput }),
  output: page(z.object({ id: Id })),
})
