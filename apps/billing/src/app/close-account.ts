import { Inject } from '@nestjs/common'
import { CloseAccount } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { lockCustomer } from '../adapters/postgres/subscriptions.js'
import { StripeConnection } from '../adapters/stripe/stripe-connection.js'
import { StripePages } from '../adapters/stripe/stripe-pages.js'
import { isBilled } from '../domain/subscription.js'
import { Standings } from './standings.js'
import { StripeTransactions } from './stripe-transactions.js'
import { SubscriptionSync } from './subscription-sync.js'

@Handles(CloseAccount)
export class CloseAccountHandler {
  constructor(
    @Inject(StripeConnection) private readonly connection: StripeConnection,
    @Inject(StripeTransactions) private readonly transactions: StripeTransactions,
    @Inject(StripePages) private readonly pages: StripePages,
    @Inject(SubscriptionSync) private readonly sync: SubscriptionSync,
    @Inject(Standings) private readonly standings: Standings,
  ) {}

  async handle(_: Input<typeof CloseAccount>, ctx: RequestContext): Promise<Output<typeof CloseAccount>> {
    const { customerId } = (await this.standings.get(ctx)).subscription
    if (customerId !== undefined && this.connection.isOn) await this.close(customerId)
    return { isBilled: isBilled((await this.standings.get(ctx)).subscription) }
  }

  private close(customerId: string): Promise<void> {
    return this.transactions.run('close an account', async (tx) => {
      const workspaceId = await lockCustomer(tx, customerId)
      if (workspaceId === undefined) return
      await this.pages.closeAll(customerId)
      // Only now: what was bought on a page until a moment ago is seen here.
      await this.sync.within(tx, workspaceId, customerId)
    })
  }
}
