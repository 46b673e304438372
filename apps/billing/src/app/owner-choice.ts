import { Inject, Injectable } from '@nestjs/common'
import { PlanManaged } from '@linkflow/contracts'
import type { SubscriptionView } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, CONFIG } from '@linkflow/service'
import { assignPlan } from '../adapters/postgres/subscriptions.js'
import type { BillingConfig } from '../config.js'
import type { Plan } from '../domain/plan.js'
import { Standings } from './standings.js'

/** Plans without a price, which owners may take where the installation lets them. */
@Injectable()
export class OwnerChoice {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Standings) private readonly standings: Standings,
    @Inject(CONFIG) private readonly config: BillingConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws PlanManaged where owners may not choose */
  async take(ctx: RequestContext, plan: Plan): Promise<SubscriptionView> {
    if (this.config.BILLING_OWNERS_CHOOSE !== 'true') throw PlanManaged()
    return this.database.transact(ctx, async (tx) => {
      const assigned = { planId: plan.id, by: 'owner' as const }
      await this.standings.change(tx, tx.workspaceId, async (before) => {
        // The operator may have decided a moment ago.
        if (before.source === 'operator') throw PlanManaged()
        await assignPlan(tx, assigned, this.clock.now())
      })
      return this.standings.view(tx)
    })
  }
}
