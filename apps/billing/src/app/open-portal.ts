import { Inject } from '@nestjs/common'
import { NoSubscription, OpenPortal, StripeOff } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { StripeConnection } from '../adapters/stripe/stripe-connection.js'
import { StripePages } from '../adapters/stripe/stripe-pages.js'
import { Standings } from './standings.js'

@Handles(OpenPortal)
export class OpenPortalHandler {
  constructor(
    @Inject(Standings) private readonly standings: Standings,
    @Inject(StripeConnection) private readonly connection: StripeConnection,
    @Inject(StripePages) private readonly pages: StripePages,
  ) {}

  async handle(_: Input<typeof OpenPortal>, ctx: RequestContext): Promise<Output<typeof OpenPortal>> {
    if (!this.connection.isOn) throw StripeOff()
    const { customerId } = (await this.standings.get(ctx)).subscription
    if (customerId === undefined) throw NoSubscription()
    const url = await this.pages.portal(customerId)
    // What is changed there comes from Stripe, which knows no names: this is who went.
    await this.standings.recordChange(ctx)
    return { url }
  }
}
