import { Inject } from '@nestjs/common'
import { GetAllowance } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { MonthlyQuota } from './monthly-quota.js'

@Handles(GetAllowance)
export class GetAllowanceHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MonthlyQuota) private readonly quota: MonthlyQuota,
  ) {}

  async handle(_: Input<typeof GetAllowance>, ctx: RequestContext): Promise<Output<typeof GetAllowance>> {
    const { plan, month, used, limit } = await this.database.read(ctx, (reader) => this.quota.measure(reader))
    const { concurrency, retentionDays } = plan.quotas
    const resetsAt = month.endsAt.toISOString()
    return {
      ...(limit && {
        executions: { limit: limit.limit, stopAt: limit.stopAt, used: used.executions, resetsAt },
      }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(retentionDays === undefined ? {} : { retentionDays }),
    }
  }
}
