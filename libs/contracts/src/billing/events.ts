import { z } from 'zod'
import { event } from '../core/event.js'
import { At, Id } from '../core/schemas.js'
import { PlanId, QuotaName, planSources, subscriptionStatuses } from './views.js'

export const QuotaAlertRaised = event('billing', 'quota-alert-raised', 1, {
  summary: 'A workspace used up a share of a quota; told once for each share and period.',
  data: z.object({
    quota: QuotaName,
    threshold: z.int().describe('Percent of the limit.'),
    limit: z.int(),
    used: z.int(),
    period: z.string().describe('`2026-11` for a month.'),
    graceEndsAt: At.optional().describe('When more is refused, unless that happens at once.'),
  }),
})

export const SubscriptionChanged = event('billing', 'subscription-changed', 1, {
  summary: 'The plan of a workspace or the state of its subscription changed.',
  data: z.object({ planId: PlanId, source: z.enum(planSources), status: z.enum(subscriptionStatuses) }),
})

export const InvoiceIssued = event('billing', 'invoice-issued', 1, {
  summary: 'A workspace has a new invoice that will not change any more.',
  data: z.object({
    invoiceId: Id,
    number: z.string().optional(),
    currency: z.string().describe('ISO 4217, in small letters.'),
    total: z.int().describe('In the smallest unit of the currency.'),
    amountDue: z.int(),
    url: z.string().optional().describe('Page of Stripe on which the invoice is shown and paid.'),
  }),
})
