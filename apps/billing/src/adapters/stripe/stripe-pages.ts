import { Inject, Injectable } from '@nestjs/common'
import { StripeRefused, StripeUnavailable } from '@linkflow/contracts'
import { CONFIG } from '@linkflow/service'
import type { BillingConfig } from '../../config.js'
import type { Plan } from '../../domain/plan.js'
import { StripeConnection } from './stripe-connection.js'

/** Who buys. */
export interface Buyer {
  workspaceId: string
  customerId: string
  trial: boolean
}

/** The pages of Stripe that people are sent to. */
@Injectable()
export class StripePages {
  private readonly returnUrl: string
  private readonly tax: boolean

  constructor(
    @Inject(StripeConnection) private readonly connection: StripeConnection,
    @Inject(CONFIG) config: BillingConfig,
  ) {
    this.returnUrl = config.BILLING_RETURN_URL ?? `${config.LINKFLOW_PUBLIC_URL}/billing`
    this.tax = config.STRIPE_AUTOMATIC_TAX === 'true'
  }

  /** Makes the customer of a workspace; one and the same when two ask at once. */
  async createCustomer(workspaceId: string): Promise<string> {
    const { id } = await this.connection.call('create-customer', (stripe) =>
      stripe.customers.create({ metadata: { workspaceId } }, { idempotencyKey: `linkflow-customer-${workspaceId}` }),
    )
    return id
  }

  /** A page on which a customer buys a plan. */
  async checkout(plan: Plan, { workspaceId, customerId, trial }: Buyer): Promise<string> {
    const metadata = { workspaceId, planId: plan.id }
    const session = await this.connection.call('create-checkout', (stripe) =>
      stripe.checkout.sessions.create({
        mode: 'subscription',
        customer: customerId,
        client_reference_id: workspaceId,
        line_items: [
          { price: plan.stripePriceId, quantity: 1 },
          ...plan.stripeMeteredPriceIds.map((price) => ({ price })),
        ],
        allow_promotion_codes: true,
        ...(this.tax ? { automatic_tax: { enabled: true }, customer_update: { address: 'auto' as const } } : {}),
        subscription_data: { metadata, ...(trial && plan.trialDays ? { trial_period_days: plan.trialDays } : {}) },
        metadata: { ...metadata, offer: offerOf(plan, trial) },
        success_url: `${this.returnUrl}?checkout=done`,
        cancel_url: `${this.returnUrl}?checkout=cancelled`,
      }),
    )
    if (!session.url) throw StripeUnavailable()
    return session.url
  }

  /** Closes the open checkout pages of a customer, but one that sells the same; gives that one. */
  async keepOne(
    customerId: string,
    { plan, trial }: { plan: Plan; trial: boolean },
  ): Promise<{ id: string; url: string } | undefined> {
    const data = await this.listOpen(customerId)
    const same = data.find(({ url, metadata }) => url && metadata?.offer === offerOf(plan, trial))
    for (const { id } of data) if (id !== same?.id) await this.close(id)
    return same && { id: same.id, url: same.url ?? '' }
  }

  /** Closes all open checkout pages of a customer. */
  async closeAll(customerId: string): Promise<void> {
    for (const { id } of await this.listOpen(customerId)) await this.close(id)
  }

  private async listOpen(customerId: string) {
    const { data } = await this.connection.call('list-checkouts', (stripe) =>
      stripe.checkout.sessions.list({ customer: customerId, status: 'open', limit: 100 }),
    )
    return data
  }

  /** Closes a checkout page; one on which somebody has paid meanwhile is not open any more. */
  async close(sessionId: string): Promise<void> {
    try {
      await this.connection.call('close-checkout', (stripe) => stripe.checkout.sessions.expire(sessionId))
    } catch (error) {
      if (!StripeRefused.is(error)) throw error
    }
  }

  /** The portal in which a customer looks after cards, invoices and the subscription. */
  async portal(customerId: string): Promise<string> {
    const { url } = await this.connection.call('create-portal', (stripe) =>
      stripe.billingPortal.sessions.create({ customer: customerId, return_url: this.returnUrl }),
    )
    return url
  }
}

/** What a page sells: a price that changed meanwhile is another offer. */
const offerOf = ({ stripePriceId, stripeMeteredPriceIds }: Plan, trial: boolean) =>
  [trial ? 'trial' : 'pay', stripePriceId, ...stripeMeteredPriceIds].join(' ').slice(0, 500)
