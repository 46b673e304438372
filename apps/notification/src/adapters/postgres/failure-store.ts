import { Inject, Injectable } from '@nestjs/common'
import { newId } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import type { Transaction } from '@linkflow/postgres'
import type { FailedExecution, FailureReport } from '../../domain/failure-group.js'
import { CLAIM_FAILURES, COUNT_FAILURES, REPORT_FAILURES } from './failure-statements.js'

interface FailureRow {
  workspace_id: string
  workflow_id: string
  first_execution_id: string | null
  first_error: string | null
  first_at: Date | null
  counted: number
  last_execution_id: string | null
  last_error: string | null
  last_at: Date | null
  lease_id: string
}

/** Failures by workflow: the first waits to be told, those after it are counted until their window ends. */
@Injectable()
export class FailureStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Counts failures of one workflow, oldest first, in the transaction of the event that tells of them. */
  async count(
    tx: Transaction,
    failures: readonly FailedExecution[],
    { now, windowMs }: { now: Date; windowMs: number },
  ): Promise<void> {
    const first = failures[0]!
    const last = failures.at(-1)!
    const windowUntil = new Date(now.getTime() + windowMs)
    await tx.query(COUNT_FAILURES, [
      tx.workspaceId,
      first.workflowId,
      first.executionId,
      first.errorCode,
      first.finishedAt,
      failures.length,
      last.executionId,
      last.errorCode,
      last.finishedAt,
      windowUntil,
      now,
    ])
  }

  /** Takes groups with something to tell for `leaseMs`. */
  async claim(limit: number, now: Date, leaseMs: number): Promise<FailureReport[]> {
    const rows = await this.database.system('claim failure groups', (tx) =>
      tx.query<FailureRow>(CLAIM_FAILURES, [now, leaseMs, newId(), limit]),
    )
    return rows.map(toReport)
  }

  /**
   * Has `tell` write what people are told and the group begin its next window, in one transaction; undefined when the
   * lease ended and somebody else tells it.
   */
  report<T>(
    report: FailureReport,
    { now, windowMs }: { now: Date; windowMs: number },
    tell: (tx: Transaction) => Promise<T>,
  ): Promise<T | undefined> {
    const { workspaceId, workflowId, leaseId, isFirst, count } = report
    return this.database.transact({ workspaceId }, async (tx) => {
      const windowUntil = new Date(now.getTime() + windowMs)
      const told = isFirst ? 0 : count
      const mine = await tx.execute(REPORT_FAILURES, [workspaceId, workflowId, leaseId, told, windowUntil])
      return mine === 0 ? undefined : tell(tx)
    })
  }
}

function toReport(row: FailureRow): FailureReport {
  const isFirst = row.first_execution_id !== null
  const at = isFirst ? row.first_at : row.last_at
  return {
    workspaceId: row.workspace_id,
    workflowId: row.workflow_id,
    leaseId: row.lease_id,
    isFirst,
    count: isFirst ? 1 : row.counted,
    executionId: (isFirst ? row.first_execution_id : row.last_execution_id) ?? '',
    errorCode: (isFirst ? row.first_error : row.last_error) ?? '',
    finishedAt: at?.toISOString() ?? '',
  }
}
