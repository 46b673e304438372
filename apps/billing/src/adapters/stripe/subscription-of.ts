import type Stripe from 'stripe'
import type { Catalog } from '../../domain/catalog.js'
import type { StripeSubscription, SubscriptionStatus } from '../../domain/subscription.js'

const statuses: Readonly<Record<string, SubscriptionStatus>> = {
  active: 'active',
  trialing: 'trialing',
  past_due: 'past-due',
  incomplete: 'incomplete',
  incomplete_expired: 'ended',
  canceled: 'ended',
  unpaid: 'unpaid',
  paused: 'paused',
}

const atOf = (seconds: number | null | undefined) =>
  typeof seconds === 'number' ? new Date(seconds * 1000) : undefined

/** The item of a subscription that is a plan; others are metered. */
export function planItemOf(subscription: Stripe.Subscription, catalog: Catalog): Stripe.SubscriptionItem | undefined {
  return subscription.items.data.find(({ price }) => catalog.findByPrice(price.id))
}

/** A subscription in our words. */
export function subscriptionOf(subscription: Stripe.Subscription, catalog: Catalog): StripeSubscription {
  const { id, status, items, trial_end: trialEnd, cancel_at_period_end: cancels } = subscription
  const item = planItemOf(subscription, catalog)
  return {
    id,
    planId: item && catalog.findByPrice(item.price.id)?.id,
    status: statuses[status] ?? 'unpaid',
    periodEndsAt: atOf((item ?? items.data[0])?.current_period_end),
    trialEndsAt: atOf(trialEnd),
    cancelsAtPeriodEnd: cancels || subscription.cancel_at !== null,
  }
}

/** What counts first: what is paid or will be, then what is not, then what is over; of several the newest. */
export function byRelevance(a: Stripe.Subscription, b: Stripe.Subscription): number {
  return rankOf(a) - rankOf(b) || b.created - a.created
}

function rankOf({ status }: Stripe.Subscription): number {
  if (status === 'canceled' || status === 'incomplete_expired') return 2
  return status === 'active' || status === 'trialing' || status === 'past_due' ? 0 : 1
}
