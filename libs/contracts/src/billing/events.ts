import { z } from 'zod'
import { event } from '../core/event.js'
import { At } from '../core/schemas.js'
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
