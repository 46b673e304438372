import { Inject, Injectable } from '@nestjs/common'
import { CheckoutRequired } from '@linkflow/contracts'
import { lockCustomer } from '../adapters/postgres/subscriptions.js'
import { StripeSubscriptions } from '../adapters/stripe/stripe-subscriptions.js'
import { Catalog } from '../domain/catalog.js'
import type { Plan } from '../domain/plan.js'
import { isOpen } from '../domain/subscription.js'
import { StripeTransactions } from './stripe-transactions.js'
import { SubscriptionSync } from './subscription-sync.js'

/** Moves a paid subscription to another plan. */
@Injectable()
export class PlanMove {
  constructor(
    @Inject(Catalog) private readonly catalog: Catalog,
    @Inject(StripeTransactions) private readonly transactions: StripeTransactions,
    @Inject(StripeSubscriptions) private readonly subscriptions: StripeSubscriptions,
    @Inject(SubscriptionSync) private readonly sync: SubscriptionSync,
  ) {}

  /**
   * Two at once follow one another, each from what the subscription is then: else the second would be prorated from a plan
   * that the workspace no longer has.
   *
   * @throws CheckoutRequired when the subscription ended meanwhile
   */
  async run(customerId: string, to: Plan): Promise<void> {
    const hasMoved = await this.transactions.run('change a plan', async (tx) => {
      const workspaceId = await lockCustomer(tx, customerId)
      const present = await this.subscriptions.find(customerId)
      const isChangeable = present !== undefined && isOpen(present)
      if (isChangeable && present.planId !== to.id) {
        const isUpgrade = await this.isUpgrade(present.planId, to)
        await this.subscriptions.change(present.id, { plan: to, isUpgrade })
      }
      if (workspaceId !== undefined) await this.sync.within(tx, workspaceId, customerId)
      return isChangeable
    })
    if (!hasMoved) throw CheckoutRequired()
  }

  private async isUpgrade(fromId: string | undefined, to: Plan): Promise<boolean> {
    const from = fromId === undefined ? undefined : this.catalog.find(fromId)
    if (!from) return true
    const [before, after] = await Promise.all([this.subscriptions.priceOf(from), this.subscriptions.priceOf(to)])
    return after > before
  }
}
