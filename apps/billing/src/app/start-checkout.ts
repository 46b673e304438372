import { Inject } from '@nestjs/common'
import { AlreadySubscribed, PlanManaged, PlanNotForSale, StartCheckout, StripeOff } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { StripeConnection } from '../adapters/stripe/stripe-connection.js'
import { StripePages } from '../adapters/stripe/stripe-pages.js'
import { Catalog } from '../domain/catalog.js'
import { isOpen } from '../domain/subscription.js'
import { Customers } from './customers.js'
import { Standings } from './standings.js'

@Handles(StartCheckout)
export class StartCheckoutHandler {
  constructor(
    @Inject(Catalog) private readonly catalog: Catalog,
    @Inject(Standings) private readonly standings: Standings,
    @Inject(StripeConnection) private readonly connection: StripeConnection,
    @Inject(StripePages) private readonly pages: StripePages,
    @Inject(Customers) private readonly customers: Customers,
  ) {}

  async handle({ planId }: Input<typeof StartCheckout>, ctx: RequestContext): Promise<Output<typeof StartCheckout>> {
    if (!this.connection.isOn) throw StripeOff()
    const plan = this.catalog.getOffered(planId)
    if (plan.stripePriceId === undefined) throw PlanNotForSale({ planId })
    const { subscription, standing } = await this.standings.get(ctx)
    if (standing.source === 'operator') throw PlanManaged()
    if (subscription.stripe && isOpen(subscription.stripe)) throw AlreadySubscribed()
    const { workspaceId, customerId } = await this.customers.ensure(ctx, subscription.customerId)
    // Whoever had a subscription had their trial.
    const trial = subscription.stripe === undefined
    return { url: await this.pages.checkout(plan, { workspaceId, customerId, trial }) }
  }
}
