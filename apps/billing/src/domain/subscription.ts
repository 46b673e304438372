import type { SubscriptionView } from '@linkflow/contracts'
import type { Catalog } from './catalog.js'
import { planView } from './plan.js'
import type { Plan } from './plan.js'

export type SubscriptionStatus = SubscriptionView['status']

/** A subscription as Stripe tells it. */
export interface StripeSubscription {
  id: string
  planId?: string
  status: SubscriptionStatus
  periodEndsAt?: Date
  trialEndsAt?: Date
  cancelsAtPeriodEnd: boolean
}

/** A subscription that Stripe bills besides the one that counts. */
export type OtherSubscription = Pick<StripeSubscription, 'id' | 'planId' | 'status'>

/** What is known of a workspace's plan. */
export interface Subscription {
  customerId?: string
  assigned?: { planId: string; by: 'operator' | 'owner' }
  stripe?: StripeSubscription & { pastDueSince?: Date; others?: readonly OtherSubscription[] }
}

/** The plan that holds, why, and until when. */
export interface Standing {
  plan: Plan
  source: SubscriptionView['source']
  status: SubscriptionStatus
  graceEndsAt?: Date
}

const DAY_MS = 24 * 60 * 60_000

/** Whether Stripe still has a subscription that can be changed. */
export function isOpen({ status }: StripeSubscription): boolean {
  return status !== 'ended' && status !== 'incomplete'
}

/** Whether Stripe charges for something, or will when a first payment succeeds: whichever plan holds. */
export function isBilled({ stripe }: Subscription): boolean {
  return stripe !== undefined && (stripe.status !== 'ended' || (stripe.others ?? []).length > 0)
}

/** Which plan holds at `now`: the assigned one, else the one that is paid or whose payment may still be late. */
export function standingOf(
  { assigned, stripe }: Subscription,
  catalog: Catalog,
  { now, graceDays }: { now: Date; graceDays: number },
): Standing {
  const given = assigned && catalog.find(assigned.planId)
  if (given) return { plan: given, source: assigned.by, status: 'active' }
  if (!stripe) return { plan: catalog.defaultPlan, source: 'default', status: 'active' }
  const { status, pastDueSince } = stripe
  const graceEndsAt = pastDueSince && new Date(pastDueSince.getTime() + graceDays * DAY_MS)
  const isKept = status === 'active' || status === 'trialing' || (graceEndsAt !== undefined && now < graceEndsAt)
  const bought = isKept && stripe.planId !== undefined ? catalog.find(stripe.planId) : undefined
  if (!bought) return { plan: catalog.defaultPlan, source: 'default', status }
  return { plan: bought, source: 'stripe', status, graceEndsAt }
}

/** A subscription as people see it. */
export function subscriptionView({ stripe }: Subscription, standing: Standing): SubscriptionView {
  const { plan, source, status, graceEndsAt } = standing
  const told = source === 'operator' || source === 'owner' ? undefined : stripe
  return {
    plan: planView(plan),
    source,
    status,
    ...(told?.periodEndsAt ? { periodEndsAt: told.periodEndsAt.toISOString() } : {}),
    ...(told?.trialEndsAt ? { trialEndsAt: told.trialEndsAt.toISOString() } : {}),
    cancelsAtPeriodEnd: told?.cancelsAtPeriodEnd ?? false,
    ...(graceEndsAt ? { graceEndsAt: graceEndsAt.toISOString() } : {}),
    ...(stripe?.others?.length ? { others: stripe.others.map(({ planId, status }) => ({ planId, status })) } : {}),
  }
}
