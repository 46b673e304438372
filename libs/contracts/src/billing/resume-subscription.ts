import { z } from 'zod'
import { request } from '../core/request.js'
import { NoSubscription, StripeOff, StripeRefused, StripeUnavailable } from './problems.js'
import { SubscriptionView } from './views.js'

export const ResumeSubscription = request('billing', 'resume-subscription', {
  summary: 'Takes back that the subscription ends with its period.',
  http: ['POST', '/billing/subscription/resume'],
  access: 'billing:manage',
  input: z.object({}),
  output: SubscriptionView,
  problems: [StripeOff, NoSubscription, StripeRefused, StripeUnavailable],
  timeoutMs: 30_000,
})
