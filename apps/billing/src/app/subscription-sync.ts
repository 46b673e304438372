import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import type { Transaction } from '@linkflow/postgres'
import { CLOCK, HOST } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { lockCustomer, markLookedAt, storeStripeSubscription } from '../adapters/postgres/subscriptions.js'
import { StripeSubscriptions } from '../adapters/stripe/stripe-subscriptions.js'
import { Standings } from './standings.js'
import { StripeTransactions } from './stripe-transactions.js'

/**
 * Takes over what Stripe says of a customer's subscription. Nothing is taken from events but that there is something to
 * look at: what is read is the present, so that events may come late, twice and in any order.
 */
@Injectable()
export class SubscriptionSync {
  constructor(
    @Inject(StripeTransactions) private readonly transactions: StripeTransactions,
    @Inject(StripeSubscriptions) private readonly subscriptions: StripeSubscriptions,
    @Inject(Standings) private readonly standings: Standings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) private readonly host: Host,
  ) {}

  /** After we changed something at Stripe ourselves. */
  run(customerId: string): Promise<void> {
    return this.transactions.run('stripe subscription', async (tx) => {
      const workspaceId = await lockCustomer(tx, customerId)
      if (workspaceId !== undefined) await this.within(tx, workspaceId, customerId)
    })
  }

  /** Within a transaction that has locked the customer: who reads Stripe later also writes later. */
  async within(tx: Transaction, workspaceId: string, customerId: string): Promise<void> {
    const stripe = await this.subscriptions.find(customerId)
    const now = this.clock.now()
    await markLookedAt(tx, workspaceId, now)
    if (!stripe) return
    const { id, others } = stripe
    if (others.length > 0)
      this.host.logger('billing').warn({ workspaceId, customerId, id, others }, 'more than one subscription is billed')
    await this.standings.change(tx, workspaceId, () => storeStripeSubscription(tx, workspaceId, { stripe, now }))
  }
}
