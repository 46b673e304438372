import { Inject } from '@nestjs/common'
import { GetCurrentUsage } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, Handles } from '@linkflow/service'
import { levelOf } from '../domain/quota.js'
import { forecast } from '../domain/usage.js'
import { MonthlyQuota } from './monthly-quota.js'

@Handles(GetCurrentUsage)
export class GetCurrentUsageHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MonthlyQuota) private readonly quota: MonthlyQuota,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(_: Input<typeof GetCurrentUsage>, ctx: RequestContext): Promise<Output<typeof GetCurrentUsage>> {
    const { month, used, limit } = await this.database.read(ctx, (reader) => this.quota.measure(reader))
    return {
      startsAt: month.startsAt.toISOString(),
      endsAt: month.endsAt.toISOString(),
      used,
      forecast: forecast(used, month, this.clock.now()),
      executions: {
        ...(limit && { limit: limit.limit, stopAt: limit.stopAt }),
        ...(limit?.graceEndsAt && { graceEndsAt: limit.graceEndsAt.toISOString() }),
        level: limit ? levelOf(used.executions, limit) : 'ok',
      },
    }
  }
}
