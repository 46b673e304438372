import { Inject, Injectable } from '@nestjs/common'
import { NoSubscription } from '@linkflow/contracts'
import { Catalog } from '../../domain/catalog.js'
import type { Plan } from '../../domain/plan.js'
import { isOpen } from '../../domain/subscription.js'
import type { OtherSubscription, StripeSubscription } from '../../domain/subscription.js'
import { itemsOfPlan } from './items-of-plan.js'
import { StripeConnection } from './stripe-connection.js'
import { byRelevance, planItemOf, subscriptionOf } from './subscription-of.js'

/** Subscriptions as Stripe has them: it alone knows the truth of them. */
@Injectable()
export class StripeSubscriptions {
  constructor(
    @Inject(StripeConnection) private readonly connection: StripeConnection,
    @Inject(Catalog) private readonly catalog: Catalog,
  ) {}

  /** The subscription of a customer as it is now, and what else is billed: somebody may have bought twice. */
  async find(customerId: string): Promise<(StripeSubscription & { others: OtherSubscription[] }) | undefined> {
    const { data } = await this.connection.call('list-subscriptions', (stripe) =>
      stripe.subscriptions.list({ customer: customerId, status: 'all', limit: 100 }),
    )
    const [first, ...rest] = data.sort(byRelevance).map((one) => subscriptionOf(one, this.catalog))
    return first && { ...first, others: rest.filter(isOpen).map(({ id, planId, status }) => ({ id, planId, status })) }
  }

  /**
   * Moves a subscription to another plan, prorated. What an upgrade costs for the rest of the period is invoiced at once, what
   * a downgrade gives back is credited with the next invoice.
   *
   * @throws NoSubscription when no item of it is a plan
   */
  async change(subscriptionId: string, { plan, isUpgrade }: { plan: Plan; isUpgrade: boolean }): Promise<void> {
    const subscription = await this.connection.call('get-subscription', (stripe) =>
      stripe.subscriptions.retrieve(subscriptionId),
    )
    const item = planItemOf(subscription, this.catalog)
    if (!item) throw NoSubscription()
    await this.connection.call('change-subscription', (stripe) =>
      stripe.subscriptions.update(subscriptionId, {
        items: itemsOfPlan(subscription, item.id, { plan, catalog: this.catalog }),
        proration_behavior: isUpgrade ? 'always_invoice' : 'create_prorations',
        metadata: { planId: plan.id },
      }),
    )
  }

  /** Says whether a subscription ends with its period. */
  async cancelAtPeriodEnd(subscriptionId: string, cancels: boolean): Promise<void> {
    await this.connection.call('cancel-subscription', (stripe) =>
      stripe.subscriptions.update(subscriptionId, { cancel_at_period_end: cancels }),
    )
  }

  /** What a month of a plan costs, in the smallest unit of its currency. */
  async priceOf({ stripePriceId }: Plan): Promise<number> {
    if (stripePriceId === undefined) return 0
    const price = await this.connection.call('get-price', (stripe) => stripe.prices.retrieve(stripePriceId))
    const months = price.recurring?.interval === 'year' ? 12 : 1
    return (price.unit_amount ?? 0) / months
  }
}
