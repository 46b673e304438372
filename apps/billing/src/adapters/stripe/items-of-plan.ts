import type Stripe from 'stripe'
import type { Catalog } from '../../domain/catalog.js'
import type { Plan } from '../../domain/plan.js'

/**
 * The changes that make a subscription's items those of a plan: its price, its metered prices, and no metered price of
 * another plan, which would go on being billed. Items that belong to no plan are the operator's own and stay.
 *
 * @param planItemId the item whose price is the plan's
 */
export function itemsOfPlan(
  { items }: Pick<Stripe.Subscription, 'items'>,
  planItemId: string,
  { plan, catalog }: { plan: Plan; catalog: Catalog },
): Stripe.SubscriptionUpdateParams.Item[] {
  const metered = items.data.filter(({ price }) => catalog.meteredPriceIds.has(price.id))
  const wanted = new Set(plan.stripeMeteredPriceIds)
  const known = new Set(metered.map(({ price }) => price.id))
  return [
    { id: planItemId, price: plan.stripePriceId },
    ...metered.filter(({ price }) => !wanted.has(price.id)).map(({ id }) => ({ id, deleted: true })),
    ...[...wanted].filter((price) => !known.has(price)).map((price) => ({ price })),
  ]
}
