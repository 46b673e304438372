import { Inject } from '@nestjs/common'
import { ChangePlan, CheckoutRequired, PlanManaged, PlanNotForSale } from '@linkflow/contracts'
import type { Input, SubscriptionView } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, CONFIG, Handles } from '@linkflow/service'
import { assignPlan } from '../adapters/postgres/subscriptions.js'
import type { BillingConfig } from '../config.js'
import { Catalog } from '../domain/catalog.js'
import type { Plan } from '../domain/plan.js'
import { isOpen } from '../domain/subscription.js'
import { PlanMove } from './plan-move.js'
import { Standings } from './standings.js'

@Handles(ChangePlan)
export class ChangePlanHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Catalog) private readonly catalog: Catalog,
    @Inject(Standings) private readonly standings: Standings,
    @Inject(PlanMove) private readonly move: PlanMove,
    @Inject(CONFIG) private readonly config: BillingConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ planId }: Input<typeof ChangePlan>, ctx: RequestContext): Promise<SubscriptionView> {
    const plan = this.catalog.getOffered(planId)
    const { subscription, standing } = await this.database.read(ctx, (reader) => this.standings.read(reader))
    if (standing.source === 'operator') throw PlanManaged()
    const { customerId, stripe } = subscription
    if (customerId !== undefined && stripe && isOpen(stripe)) {
      if (plan.stripePriceId === undefined) throw PlanNotForSale({ planId })
      await this.move.run({ customerId, subscriptionId: stripe.id, from: stripe.planId, to: plan })
      return this.database.read(ctx, (reader) => this.standings.view(reader))
    }
    if (plan.stripePriceId !== undefined) throw CheckoutRequired()
    if (this.config.BILLING_OWNERS_CHOOSE !== 'true') throw PlanManaged()
    return this.choose(ctx, plan)
  }

  private choose(ctx: RequestContext, plan: Plan): Promise<SubscriptionView> {
    return this.database.transact(ctx, async (tx) => {
      const assigned = { planId: plan.id, by: 'owner' as const }
      await this.standings.change(tx, tx.workspaceId, () => assignPlan(tx, assigned, this.clock.now()))
      return this.standings.view(tx)
    })
  }
}
