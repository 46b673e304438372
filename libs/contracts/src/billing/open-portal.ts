import { z } from 'zod'
import { request } from '../core/request.js'
import { NoSubscription, StripeOff, StripeRefused, StripeUnavailable } from './problems.js'

export const OpenPortal = request('billing', 'open-portal', {
  summary: "Gives the page of Stripe's customer portal: cards, addresses, invoices, the subscription.",
  http: ['POST', '/billing/portal', { status: 201 }],
  access: 'billing:manage',
  input: z.object({}),
  output: z.object({ url: z.string() }),
  problems: [StripeOff, NoSubscription, StripeRefused, StripeUnavailable],
  timeoutMs: 30_000,
})
