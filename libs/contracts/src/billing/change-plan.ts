import { z } from 'zod'
import { request } from '../core/request.js'
import {
  CheckoutRequired,
  NoSubscription,
  PlanManaged,
  PlanNotForSale,
  PlanUnknown,
  StripeRefused,
  StripeUnavailable,
} from './problems.js'
import { PlanId, SubscriptionView } from './views.js'

export const ChangePlan = request('billing', 'change-plan', {
  summary: 'Moves the workspace to another plan. A subscription is prorated; an upgrade is invoiced at once.',
  http: ['PUT', '/billing/subscription'],
  access: 'billing:manage',
  input: z.object({ planId: PlanId }),
  output: SubscriptionView,
  problems: [
    PlanUnknown,
    PlanManaged,
    PlanNotForSale,
    CheckoutRequired,
    NoSubscription,
    StripeRefused,
    StripeUnavailable,
  ],
  timeoutMs: 30_000,
})
