import { Inject, Injectable } from '@nestjs/common'
import { StripeSubscriptions } from '../adapters/stripe/stripe-subscriptions.js'
import { Catalog } from '../domain/catalog.js'
import type { Plan } from '../domain/plan.js'
import { SubscriptionSync } from './subscription-sync.js'

/** Moves a paid subscription to another plan. */
@Injectable()
export class PlanMove {
  constructor(
    @Inject(Catalog) private readonly catalog: Catalog,
    @Inject(StripeSubscriptions) private readonly subscriptions: StripeSubscriptions,
    @Inject(SubscriptionSync) private readonly sync: SubscriptionSync,
  ) {}

  async run(move: { customerId: string; subscriptionId: string; from: string | undefined; to: Plan }): Promise<void> {
    const { customerId, subscriptionId, from, to } = move
    if (from !== to.id) {
      const isUpgrade = await this.isUpgrade(from, to)
      await this.subscriptions.change(subscriptionId, { plan: to, isUpgrade })
    }
    await this.sync.run(customerId)
  }

  private async isUpgrade(fromId: string | undefined, to: Plan): Promise<boolean> {
    const from = fromId === undefined ? undefined : this.catalog.find(fromId)
    if (!from) return true
    const [before, after] = await Promise.all([this.subscriptions.priceOf(from), this.subscriptions.priceOf(to)])
    return after > before
  }
}
