import { Inject, Injectable } from '@nestjs/common'
import type { Clock, RequestContext, WorkspaceContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK } from '@linkflow/service'
import { keepCustomer } from '../adapters/postgres/subscriptions.js'
import { StripePages } from '../adapters/stripe/stripe-pages.js'

/** Workspaces as customers of Stripe. */
@Injectable()
export class Customers {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StripePages) private readonly pages: StripePages,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The customer of the workspace, made when there is none. */
  async ensure(ctx: RequestContext, known: string | undefined): Promise<string> {
    if (known !== undefined) return known
    const { workspaceId } = ctx as WorkspaceContext
    const created = await this.pages.createCustomer(workspaceId)
    return this.database.transact({ workspaceId }, (tx) => keepCustomer(tx, created, this.clock.now()))
  }
}
