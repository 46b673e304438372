import { PlanId, Quotas } from '@linkflow/contracts'
import { numberVariable } from '@linkflow/service'
import { z } from 'zod'

const Plan = z.strictObject({
  id: PlanId,
  name: z.string().min(1).max(128),
  description: z.string().max(1000).optional(),
  quotas: Quotas.strict().default({}),
  stripePriceId: z.string().min(1).optional(),
  stripeMeteredPriceIds: z.array(z.string().min(1)).default([]),
  trialDays: z.int().min(1).max(730).optional(),
})

const Meters = z.strictObject({
  executions: z.string().optional(),
  nodeExecutions: z.string().optional(),
  computeMs: z.string().optional(),
  dataBytes: z.string().optional(),
  aiTokens: z.string().optional(),
})

const json = <T extends z.ZodType>(schema: T, fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, check) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        check.addIssue({ code: 'custom', message: 'This is not JSON.' })
        return z.NEVER
      }
    })
    .pipe(schema)

const flag = z.enum(['true', 'false']).default('false')

/** What the billing service is told by its environment. */
export const billingConfig = z
  .object({
    LINKFLOW_PUBLIC_URL: z
      .url()
      .default('http://localhost:8080')
      .transform((url) => url.replace(/\/+$/, ''))
      .describe('Where people reach the gateway.'),
    BILLING_PLANS: json(z.array(Plan).min(1), '[{"id":"unlimited","name":"Unlimited"}]').describe(
      'The plans, as a JSON array of `{"id","name","description","quotas","stripePriceId","stripeMeteredPriceIds","trialDays"}`. A quota that is absent has no limit.',
    ),
    BILLING_DEFAULT_PLAN: PlanId.optional().describe(
      'Plan of a workspace that has no other; the first one by default.',
    ),
    BILLING_OWNERS_CHOOSE: flag.describe('Whether owners may take a plan without a price by themselves.'),
    BILLING_OPERATOR_KEY: z
      .string()
      .min(32, 'Give at least 32 characters.')
      .optional()
      .describe('Key by which the operator assigns plans; without it nobody can.'),
    BILLING_RETURN_URL: z
      .url()
      .optional()
      .describe('Page to which Stripe sends people back; <LINKFLOW_PUBLIC_URL>/billing by default.'),
    BILLING_PAYMENT_GRACE_DAYS: numberVariable(7, 0, 90).describe('Days a plan is kept although its payment is late.'),
    BILLING_QUOTA_GRACE_HOURS: numberVariable(24, 0, 744).describe(
      'Hours for which executions are still accepted above the limit.',
    ),
    BILLING_QUOTA_GRACE_PERCENT: numberVariable(120, 100, 1000).describe(
      'Share of the limit at which they are refused whatever is left of those hours.',
    ),
    BILLING_USAGE_DAYS: numberVariable(800, 400, 36_500).describe('Days for which the usage of each day is kept.'),
    BILLING_POLL_MS: numberVariable(60_000, 10).describe(
      'Pause between looks for usage to report to Stripe, and for subscriptions to compare.',
    ),
    STRIPE_SECRET_KEY: z
      .string()
      .optional()
      .describe('Secret key of the Stripe account; without it no payments are taken.'),
    STRIPE_WEBHOOK_SECRETS: z
      .string()
      .optional()
      .transform((text) => text?.split(',').map((secret) => secret.trim()) ?? [])
      .describe('Signing secrets of the webhook endpoint, with a comma between the new one and the old one.'),
    STRIPE_API_URL: z.url().optional().describe('Where the API of Stripe is, when it is not at api.stripe.com.'),
    STRIPE_AUTOMATIC_TAX: flag.describe('Whether Stripe computes taxes at checkout.'),
    STRIPE_METERS: json(Meters, '{}').describe(
      'Event names of the Stripe meters that daily usage is reported to, by figure: `{"executions":"linkflow_executions"}`.',
    ),
  })
  .refine((config) => config.STRIPE_SECRET_KEY === undefined || config.STRIPE_WEBHOOK_SECRETS.length > 0, {
    path: ['STRIPE_WEBHOOK_SECRETS'],
    message: 'Give the signing secret of the webhook endpoint too: without events nobody learns what was paid.',
  })
  .refine(({ BILLING_PLANS: plans }) => new Set(plans.map(({ id }) => id)).size === plans.length, {
    path: ['BILLING_PLANS'],
    message: 'Two plans have the same id.',
  })
  .refine(({ BILLING_PLANS: plans, BILLING_DEFAULT_PLAN: id }) => !id || plans.some((plan) => plan.id === id), {
    path: ['BILLING_DEFAULT_PLAN'],
    message: 'There is no plan of this id in BILLING_PLANS.',
  })
export type BillingConfig = z.output<typeof billingConfig>
