import { Inject } from '@nestjs/common'
import { ChangePlan, CheckoutRequired, PlanManaged, PlanNotForSale } from '@linkflow/contracts'
import type { Input, SubscriptionView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { Catalog } from '../domain/catalog.js'
import { isOpen } from '../domain/subscription.js'
import { OwnerChoice } from './owner-choice.js'
import { PlanMove } from './plan-move.js'
import { Standings } from './standings.js'

@Handles(ChangePlan)
export class ChangePlanHandler {
  constructor(
    @Inject(Catalog) private readonly catalog: Catalog,
    @Inject(Standings) private readonly standings: Standings,
    @Inject(PlanMove) private readonly move: PlanMove,
    @Inject(OwnerChoice) private readonly choice: OwnerChoice,
  ) {}

  async handle({ planId }: Input<typeof ChangePlan>, ctx: RequestContext): Promise<SubscriptionView> {
    const plan = this.catalog.getOffered(planId)
    const { subscription, standing } = await this.standings.get(ctx)
    if (standing.source === 'operator') throw PlanManaged()
    const { customerId, stripe } = subscription
    if (customerId !== undefined && stripe && isOpen(stripe)) {
      if (plan.stripePriceId === undefined) throw PlanNotForSale({ planId })
      await this.move.run(customerId, plan)
      return this.standings.recordChange(ctx)
    }
    if (plan.stripePriceId !== undefined) throw CheckoutRequired()
    return this.choice.take(ctx, plan)
  }
}
