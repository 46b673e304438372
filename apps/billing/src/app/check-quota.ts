import { Inject } from '@nestjs/common'
import { CheckQuota, QuotaExceeded } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { QuotaAlerts } from './quota-alerts.js'
import { Standings } from './standings.js'

@Handles(CheckQuota)
export class CheckQuotaHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Standings) private readonly standings: Standings,
    @Inject(QuotaAlerts) private readonly alerts: QuotaAlerts,
  ) {}

  async handle({ quota, used }: Input<typeof CheckQuota>, ctx: RequestContext): Promise<Output<typeof CheckQuota>> {
    const limit = await this.database.transact({ workspaceId: ctx.workspaceId }, async (tx) => {
      const { standing } = await this.standings.read(tx)
      const allowed = standing.plan.quotas[quota]
      if (allowed !== undefined)
        await this.alerts.raise(tx, { quota, used: Math.min(used + 1, allowed), limit: allowed })
      return allowed
    })
    if (limit !== undefined && used >= limit) throw QuotaExceeded({ quota, limit, used })
    return { limit }
  }
}
