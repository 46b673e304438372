import { Inject } from '@nestjs/common'
import { NoSubscription, OpenPortal, StripeOff } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { readSubscription } from '../adapters/postgres/subscriptions.js'
import { StripeConnection } from '../adapters/stripe/stripe-connection.js'
import { StripePages } from '../adapters/stripe/stripe-pages.js'

@Handles(OpenPortal)
export class OpenPortalHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StripeConnection) private readonly connection: StripeConnection,
    @Inject(StripePages) private readonly pages: StripePages,
  ) {}

  async handle(_: Input<typeof OpenPortal>, ctx: RequestContext): Promise<Output<typeof OpenPortal>> {
    if (!this.connection.isOn) throw StripeOff()
    const { customerId } = await this.database.read(ctx, (reader) => readSubscription(reader))
    if (customerId === undefined) throw NoSubscription()
    return { url: await this.pages.portal(customerId) }
  }
}
