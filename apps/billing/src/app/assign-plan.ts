import { Inject } from '@nestjs/common'
import { AssignPlan, OperatorKeyWrong } from '@linkflow/contracts'
import type { Input, SubscriptionView } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, CONFIG, Handles } from '@linkflow/service'
import { assignPlan } from '../adapters/postgres/subscriptions.js'
import type { BillingConfig } from '../config.js'
import { Catalog } from '../domain/catalog.js'
import { isOperatorKey } from '../domain/operator-key.js'
import { Standings } from './standings.js'

/** The one call that names its workspace in the input: the operator belongs to none. */
@Handles(AssignPlan)
export class AssignPlanHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Catalog) private readonly catalog: Catalog,
    @Inject(Standings) private readonly standings: Standings,
    @Inject(CONFIG) private readonly config: BillingConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ operatorKey, workspaceId, planId }: Input<typeof AssignPlan>): Promise<SubscriptionView> {
    if (!isOperatorKey(operatorKey, this.config.BILLING_OPERATOR_KEY)) throw OperatorKeyWrong()
    const plan = planId === undefined ? undefined : this.catalog.getOffered(planId)
    return this.database.transact({ workspaceId }, async (tx) => {
      const assigned = plan && { planId: plan.id, by: 'operator' as const }
      await this.standings.change(tx, workspaceId, () => assignPlan(tx, assigned, this.clock.now()))
      return this.standings.view(tx)
    })
  }
}
