import { Inject, Injectable } from '@nestjs/common'
import { NoSubscription, StripeOff } from '@linkflow/contracts'
import type { SubscriptionView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { StripeConnection } from '../adapters/stripe/stripe-connection.js'
import { StripeSubscriptions } from '../adapters/stripe/stripe-subscriptions.js'
import { isOpen } from '../domain/subscription.js'
import { Standings } from './standings.js'
import { SubscriptionSync } from './subscription-sync.js'

/** Whether a subscription ends with its period. */
@Injectable()
export class Cancellation {
  constructor(
    @Inject(StripeConnection) private readonly connection: StripeConnection,
    @Inject(StripeSubscriptions) private readonly subscriptions: StripeSubscriptions,
    @Inject(SubscriptionSync) private readonly sync: SubscriptionSync,
    @Inject(Standings) private readonly standings: Standings,
  ) {}

  /** @throws StripeOff | NoSubscription */
  async set(ctx: RequestContext, cancels: boolean): Promise<SubscriptionView> {
    if (!this.connection.isOn) throw StripeOff()
    const { subscription } = await this.standings.get(ctx)
    const { customerId, stripe } = subscription
    if (customerId === undefined || !stripe || !isOpen(stripe)) throw NoSubscription()
    await this.subscriptions.cancelAtPeriodEnd(stripe.id, cancels)
    await this.sync.run(customerId)
    return this.standings.recordChange(ctx)
  }
}
