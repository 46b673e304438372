import { defineProblem } from '@linkflow/kernel'
import { z } from 'zod'
import { At } from '../core/schemas.js'
import { QuotaName } from './views.js'

export const QuotaExceeded = defineProblem({
  code: 'billing/quota-exceeded',
  status: 402,
  title: 'The plan of the workspace does not allow more of this.',
  params: z.object({
    quota: QuotaName,
    limit: z.int(),
    used: z.int(),
    resetsAt: At.optional().describe('When the quota counts from nothing again.'),
  }),
  detail: ({ quota, limit, used, resetsAt }) =>
    `The plan allows ${limit} (${quota}) and ${used} are used. Take a larger plan${resetsAt ? `, or wait until ${resetsAt}` : ''}.`,
})
export const PlanUnknown = defineProblem({
  code: 'billing/plan-unknown',
  status: 422,
  title: 'There is no such plan.',
  params: z.object({ planId: z.string() }),
})
export const PlanManaged = defineProblem({
  code: 'billing/plan-managed',
  status: 409,
  title: 'The operator of this installation decides which plan the workspace has.',
})
export const PlanNotForSale = defineProblem({
  code: 'billing/plan-not-for-sale',
  status: 409,
  title: 'This plan has no price: it cannot be bought.',
  params: z.object({ planId: z.string() }),
})
export const CheckoutRequired = defineProblem({
  code: 'billing/checkout-required',
  status: 409,
  title: 'There is no subscription to change: begin a checkout for this plan.',
})
export const AlreadySubscribed = defineProblem({
  code: 'billing/already-subscribed',
  status: 409,
  title: 'The workspace has a subscription already: change its plan instead.',
})
export const NoSubscription = defineProblem({
  code: 'billing/no-subscription',
  status: 409,
  title: 'The workspace has no subscription with Stripe.',
})
export const StripeOff = defineProblem({
  code: 'billing/stripe-off',
  status: 409,
  title: 'This installation does not take payments.',
})
export const StripeRefused = defineProblem({
  code: 'billing/stripe-refused',
  status: 422,
  title: 'Stripe refused this.',
  params: z.object({ stripeCode: z.string().optional() }),
})
export const StripeUnavailable = defineProblem({
  code: 'billing/stripe-unavailable',
  status: 503,
  title: 'Stripe does not answer. Try again in a moment.',
})
export const StripeEventInvalid = defineProblem({
  code: 'billing/stripe-event-invalid',
  status: 400,
  title: 'The event was not signed by Stripe, or not lately.',
})
export const OperatorKeyWrong = defineProblem({
  code: 'billing/operator-key-wrong',
  status: 401,
  title: 'This is not the key of the operator.',
})
export const UsageRangeInvalid = defineProblem({
  code: 'billing/usage-range-invalid',
  status: 422,
  title: 'The range must end after it begins, and may have at most 366 days.',
})
