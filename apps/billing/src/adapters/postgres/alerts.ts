import type { QuotaName } from '@linkflow/contracts'
import type { Reader, Transaction } from '@linkflow/postgres'

/** A share of a limit that was reached within a period. */
export interface Alert {
  quota: QuotaName
  period: string
  limit: number
  threshold: number
}

/** Records an alert; false when it was raised before. */
export async function raiseAlert(tx: Transaction, alert: Alert, now: Date): Promise<boolean> {
  const { quota, period, limit, threshold } = alert
  const raised = await tx.execute(
    `insert into alerts (workspace_id, quota, period, quota_limit, threshold, raised_at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [tx.workspaceId, quota, period, limit, threshold, now],
  )
  return raised > 0
}

/** When an alert was raised. */
export async function findAlertTime(reader: Reader, alert: Alert): Promise<Date | undefined> {
  const { quota, period, limit, threshold } = alert
  const [row] = await reader.query<{ raised_at: Date }>(
    `select raised_at from alerts
     where workspace_id = $1 and quota = $2 and period = $3 and quota_limit = $4 and threshold = $5`,
    [reader.workspaceId, quota, period, limit, threshold],
  )
  return row?.raised_at
}
