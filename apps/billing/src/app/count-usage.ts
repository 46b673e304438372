import { Inject, Injectable } from '@nestjs/common'
import { ExecutionsFinished } from '@linkflow/contracts'
import type { EventData } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import type { Transaction } from '@linkflow/postgres'
import { CLOCK, Listens } from '@linkflow/service'
import type { EventInfo } from '@linkflow/service'
import { BillingMetrics } from '../adapters/billing-metrics.js'
import { addUsage } from '../adapters/postgres/usage.js'
import { usageByDay } from '../domain/usage.js'
import { MonthlyQuota } from './monthly-quota.js'
import { QuotaAlerts } from './quota-alerts.js'

/** Counts what executions used, in the transaction that remembers having seen them. */
@Injectable()
@Listens(ExecutionsFinished, 'count-usage')
export class CountUsage {
  constructor(
    @Inject(MonthlyQuota) private readonly quota: MonthlyQuota,
    @Inject(QuotaAlerts) private readonly alerts: QuotaAlerts,
    @Inject(BillingMetrics) private readonly metrics: BillingMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async on(data: EventData<typeof ExecutionsFinished>, _: EventInfo, tx: Transaction): Promise<void> {
    // Days in one order: two events that lock the same ones wait for one another, but not in a circle.
    const days = [...usageByDay(data)].sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [day, used] of days) await addUsage(tx, day, used)
    const { used, limit } = await this.quota.measure(tx)
    if (limit)
      await this.alerts.raise(tx, {
        quota: 'executionsPerMonth',
        used: used.executions,
        limit: limit.limit,
        grace: this.quota.grace,
      })
    const nowMs = this.clock.now().getTime()
    for (const { finishedAt } of data.executions) this.metrics.counted(nowMs - Date.parse(finishedAt))
  }
}
