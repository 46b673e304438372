import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { OperatorKeyWrong, PlanUnknown } from './problems.js'
import { PlanId, SubscriptionView } from './views.js'

export const AssignPlan = request('billing', 'assign-plan', {
  summary: 'The operator gives a workspace a plan, whatever it pays; without a plan, takes that back.',
  http: ['PUT', '/billing/assignments', { headers: { 'x-operator-key': 'operatorKey' }, rate: 'sensitive' }],
  access: publicAccess("the operator's key, which the installation is configured with; without one, nobody may"),
  input: z.object({
    operatorKey: z.string().max(256).default(''),
    workspaceId: Id,
    planId: PlanId.optional(),
  }),
  output: SubscriptionView,
  problems: [OperatorKeyWrong, PlanUnknown],
})
