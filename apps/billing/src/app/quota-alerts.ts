import { Inject, Injectable } from '@nestjs/common'
import { QuotaAlertRaised } from '@linkflow/contracts'
import type { QuotaName } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import type { Transaction } from '@linkflow/postgres'
import { CLOCK } from '@linkflow/service'
import { raiseAlert } from '../adapters/postgres/alerts.js'
import { monthOf } from '../domain/month.js'
import { graceEndOf, reachedThresholds } from '../domain/quota.js'
import type { Grace } from '../domain/quota.js'

/** Tells, once a month and threshold, that a quota is nearly or wholly used up. */
@Injectable()
export class QuotaAlerts {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  async raise(
    tx: Transaction,
    { quota, used, limit, grace }: { quota: QuotaName; used: number; limit: number; grace?: Grace },
  ): Promise<void> {
    const now = this.clock.now()
    const period = monthOf(now).name
    for (const threshold of reachedThresholds(used, limit)) {
      if (!(await raiseAlert(tx, { quota, period, limit, threshold }, now))) continue
      const graceEndsAt =
        grace && grace.hours > 0 && threshold === 100 ? graceEndOf(now, grace).toISOString() : undefined
      await tx.publish(QuotaAlertRaised, tx.workspaceId, {
        quota,
        threshold,
        limit,
        used,
        period,
        ...(graceEndsAt && { graceEndsAt }),
      })
    }
  }
}
