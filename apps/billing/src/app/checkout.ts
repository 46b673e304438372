import { Inject, Injectable } from '@nestjs/common'
import { AlreadySubscribed } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'
import { lockCustomer } from '../adapters/postgres/subscriptions.js'
import { StripePages } from '../adapters/stripe/stripe-pages.js'
import type { Plan } from '../domain/plan.js'
import { isOpen } from '../domain/subscription.js'
import { Standings } from './standings.js'
import { StripeTransactions } from './stripe-transactions.js'
import { SubscriptionSync } from './subscription-sync.js'

/** The one page on which a workspace can buy a plan: with two of them it would pay twice. */
@Injectable()
export class Checkout {
  constructor(
    @Inject(StripeTransactions) private readonly transactions: StripeTransactions,
    @Inject(StripePages) private readonly pages: StripePages,
    @Inject(SubscriptionSync) private readonly sync: SubscriptionSync,
    @Inject(Standings) private readonly standings: Standings,
  ) {}

  /**
   * The address of the page: the one that is open when it sells the same, else a new one after all others were closed.
   *
   * @throws AlreadySubscribed also when Stripe knows of it and we did not yet
   */
  async open(customerId: string, plan: Plan): Promise<string> {
    // Two at once follow one another: the second finds the page of the first.
    const url = await this.transactions.run('begin a checkout', async (tx) => {
      const workspaceId = await lockCustomer(tx, customerId)
      return workspaceId === undefined ? undefined : this.openLocked(tx, workspaceId, { customerId, plan })
    })
    if (url === undefined) throw AlreadySubscribed()
    return url
  }

  private async openLocked(
    tx: Transaction,
    workspaceId: string,
    { customerId, plan }: { customerId: string; plan: Plan },
  ): Promise<string | undefined> {
    const before = (await this.standings.read(tx, workspaceId)).subscription
    // Whoever had a subscription had their trial.
    const buyer = { workspaceId, customerId, trial: before.stripe === undefined }
    const kept = await this.pages.keepOne(customerId, { plan, ...buyer })
    // Only now: what is bought on a page that was open a moment ago is seen here.
    await this.sync.within(tx, workspaceId, customerId)
    const { stripe } = (await this.standings.read(tx, workspaceId)).subscription
    if (!stripe || !isOpen(stripe)) return kept?.url ?? this.pages.checkout(plan, buyer)
    if (kept) await this.pages.close(kept.id)
    return undefined
  }
}
