import { z } from 'zod'
import { request } from '../core/request.js'
import { NoSubscription, StripeOff, StripeRefused, StripeUnavailable } from './problems.js'
import { SubscriptionView } from './views.js'

export const CancelSubscription = request('billing', 'cancel-subscription', {
  summary: 'Ends the subscription with its period; until then the plan stays.',
  http: ['POST', '/billing/subscription/cancel'],
  access: 'billing:manage',
  input: z.object({}),
  output: SubscriptionView,
  problems: [StripeOff, NoSubscription, StripeRefused, StripeUnavailable],
  timeoutMs: 30_000,
})
