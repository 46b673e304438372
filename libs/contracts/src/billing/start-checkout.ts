import { z } from 'zod'
import { request } from '../core/request.js'
import {
  AlreadySubscribed,
  PlanManaged,
  PlanNotForSale,
  PlanUnknown,
  StripeOff,
  StripeRefused,
  StripeUnavailable,
} from './problems.js'
import { PlanId } from './views.js'

export const StartCheckout = request('billing', 'start-checkout', {
  summary: 'Begins to buy a plan: gives the page of Stripe that takes the payment.',
  http: ['POST', '/billing/checkout', { status: 201 }],
  access: 'billing:manage',
  input: z.object({ planId: PlanId }),
  output: z.object({ url: z.string() }),
  problems: [StripeOff, PlanUnknown, PlanNotForSale, PlanManaged, AlreadySubscribed, StripeRefused, StripeUnavailable],
  timeoutMs: 30_000,
})
