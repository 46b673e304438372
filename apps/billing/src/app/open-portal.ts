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
    return { url: await this.pages.portal(customerId) }
  }
}
