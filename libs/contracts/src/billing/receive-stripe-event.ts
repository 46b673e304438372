import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { request } from '../core/request.js'
import { StripeEventInvalid, StripeRefused, StripeUnavailable } from './problems.js'

export const ReceiveStripeEvent = request('billing', 'receive-stripe-event', {
  summary: 'Takes an event from Stripe: verified, stored once, and carried out before the answer.',
  http: ['POST', '/billing/stripe/events', { body: 'raw', rate: 'ingress' }],
  access: publicAccess("Stripe's signature of the body"),
  input: z.object({
    headers: z.record(z.string(), z.string()),
    rawBody: z.string().describe('The bytes as UTF-8 text, or base64 when `base64` says so.'),
    base64: z.boolean().default(false),
  }),
  output: z.object({ outcome: z.enum(['applied', 'ignored', 'repeated']) }),
  problems: [StripeEventInvalid, StripeRefused, StripeUnavailable],
  timeoutMs: 30_000,
})
