import { Inject, Injectable } from '@nestjs/common'
import type { UsageFigures } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import type { Reader } from '@linkflow/postgres'
import { CLOCK, CONFIG } from '@linkflow/service'
import { findAlertTime } from '../adapters/postgres/alerts.js'
import { totalUsage } from '../adapters/postgres/usage.js'
import type { BillingConfig } from '../config.js'
import { dayOf, monthOf } from '../domain/month.js'
import type { Month } from '../domain/month.js'
import { graceEndOf, stopAt } from '../domain/quota.js'
import type { Grace } from '../domain/quota.js'
import type { Plan } from '../domain/plan.js'
import { Standings } from './standings.js'

/** How a workspace stands with the executions of the running month. */
export interface MonthlyExecutions {
  plan: Plan
  month: Month
  used: UsageFigures
  limit?: { limit: number; stopAt: number; graceEndsAt?: Date }
}

/** Measures the running month against the plan. */
@Injectable()
export class MonthlyQuota {
  readonly grace: Grace

  constructor(
    @Inject(Standings) private readonly standings: Standings,
    @Inject(CONFIG) config: BillingConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.grace = { hours: config.BILLING_QUOTA_GRACE_HOURS, percent: config.BILLING_QUOTA_GRACE_PERCENT }
  }

  async measure(reader: Reader): Promise<MonthlyExecutions> {
    const now = this.clock.now()
    const month = monthOf(now)
    const { standing } = await this.standings.read(reader)
    const used = await totalUsage(reader, dayOf(month.startsAt), dayOf(new Date(month.endsAt.getTime() - 1)))
    const { plan } = standing
    const limit = plan.quotas.executionsPerMonth
    if (limit === undefined) return { plan, month, used }
    const alert = { quota: 'executionsPerMonth', period: month.name, limit, threshold: 100 } as const
    const reachedAt = await findAlertTime(reader, alert)
    return {
      plan,
      month,
      used,
      limit: {
        limit,
        stopAt: stopAt(limit, reachedAt, { now, grace: this.grace }),
        graceEndsAt: reachedAt && this.grace.hours > 0 ? graceEndOf(reachedAt, this.grace) : undefined,
      },
    }
  }
}
