import { z } from 'zod'
import { At, Id } from '../core/schemas.js'

const Limit = z.int().min(0).optional()

/** What a plan allows; a quota that is absent has no limit. */
export const Quotas = z.object({
  executionsPerMonth: Limit.describe('Executions that finish in a calendar month (UTC).'),
  activeWorkflows: Limit.describe('Workflows that are active at the same time.'),
  members: Limit.describe('Members, invited ones included.'),
  retentionDays: Limit.describe('Days that finished executions are kept.'),
  concurrency: Limit.describe('Executions that run at the same time.'),
})
export type Quotas = z.infer<typeof Quotas>

export const quotaNames = ['executionsPerMonth', 'activeWorkflows', 'members', 'retentionDays', 'concurrency'] as const
export const QuotaName = z.enum(quotaNames)
export type QuotaName = z.infer<typeof QuotaName>

export const PlanId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
  .describe('Id of a plan, such as `team`.')

export const PlanView = z.object({
  id: PlanId,
  name: z.string(),
  description: z.string().optional(),
  quotas: Quotas,
  forSale: z.boolean().describe('Whether it can be bought by checkout.'),
  trialDays: z.int().optional(),
})
export type PlanView = z.infer<typeof PlanView>

export const subscriptionStatuses = [
  'active',
  'trialing',
  'past-due',
  'incomplete',
  'paused',
  'unpaid',
  'ended',
] as const
export const planSources = ['default', 'operator', 'owner', 'stripe'] as const

export const SubscriptionView = z.object({
  plan: PlanView.describe('The plan whose quotas apply now.'),
  source: z.enum(planSources).describe('Who decided on the plan.'),
  status: z.enum(subscriptionStatuses),
  periodEndsAt: At.optional(),
  trialEndsAt: At.optional(),
  cancelsAtPeriodEnd: z.boolean(),
  graceEndsAt: At.optional().describe('Payment is late: when the plan is lost unless it arrives.'),
  others: z
    .array(z.object({ planId: PlanId.optional(), status: z.enum(subscriptionStatuses) }))
    .optional()
    .describe('Subscriptions that are billed besides: end those that nobody wants in the portal.'),
})
export type SubscriptionView = z.infer<typeof SubscriptionView>

/** What is counted of a workspace. */
export const UsageFigures = z.object({
  executions: z.int(),
  nodeExecutions: z.int(),
  computeMs: z.int().describe('Time that nodes ran.'),
  dataBytes: z.int(),
  aiTokens: z.int(),
})
export type UsageFigures = z.infer<typeof UsageFigures>

export const DayUsage = UsageFigures.extend({ day: z.iso.date() })
export type DayUsage = z.infer<typeof DayUsage>

export const InvoiceView = z.object({
  id: Id,
  number: z.string().optional(),
  status: z.string().describe("Stripe's word for it: draft, open, paid, uncollectible or void."),
  currency: z.string(),
  total: z.int().describe('In the smallest unit of the currency.'),
  amountDue: z.int(),
  amountPaid: z.int(),
  periodStartsAt: At,
  periodEndsAt: At,
  createdAt: At,
  url: z.string().optional().describe('Page of Stripe on which the invoice is shown and paid.'),
  pdfUrl: z.string().optional(),
})
export type InvoiceView = z.infer<typeof InvoiceView>
