import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'
import { PlanView } from './views.js'

export const ListPlans = request('billing', 'list-plans', {
  summary: 'Lists the plans that this installation offers, with their quotas.',
  http: ['GET', '/billing/plans'],
  access: authenticated(),
  input: z.object({}),
  output: z.object({ items: z.array(PlanView) }),
})
