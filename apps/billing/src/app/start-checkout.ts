import { Inject } from '@nestjs/common'
import { AlreadySubscribed, PlanManaged, PlanNotForSale, StartCheckout, StripeOff } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { StripeConnection } from '../adapters/stripe/stripe-connection.js'
import { Catalog } from '../domain/catalog.js'
import { isOpen } from '../domain/subscription.js'
import { Checkout } from './checkout.js'
import { Customers } from './customers.js'
import { Standings } from './standings.js'

@Handles(StartCheckout)
export class StartCheckoutHandler {
  constructor(
    @Inject(Catalog) private readonly catalog: Catalog,
    @Inject(Standings) private readonly standings: Standings,
    @Inject(StripeConnection) private readonly connection: StripeConnection,
    @Inject(Customers) private readonly customers: Customers,
    @Inject(Checkout) private readonly checkout: Checkout,
  ) {}

  async handle({ planId }: Input<typeof StartCheckout>, ctx: RequestContext): Promise<Output<typeof StartCheckout>> {
    if (!this.connection.isOn) throw StripeOff()
    const plan = this.catalog.getOffered(planId)
    if (plan.stripePriceId === undefined) throw PlanNotForSale({ planId })
    const { subscription, standing } = await this.standings.get(ctx)
    if (standing.source === 'operator') throw PlanManaged()
    if (subscription.stripe && isOpen(subscription.stripe)) throw AlreadySubscribed()
    const customerId = await this.customers.ensure(ctx, subscription.customerId)
    const url = await this.checkout.open(customerId, plan)
    await this.standings.recordChange(ctx)
    return { url }
  }
}
