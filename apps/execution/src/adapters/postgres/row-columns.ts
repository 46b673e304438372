import type { HistoryRow } from '../../domain/history.js'
import { encodePayload } from './payload.js'

/** Columns of `node_executions`, in the order both batches write them. */
export const ROW_COLUMNS = 'execution_id, workspace_id, seq, kind, node_id, attempt, at, item_counts, error, payload'

export interface RowsOf {
  executionId: string
  workspaceId: string
  rows: HistoryRow[]
}

/** History rows of several executions as one array per column. */
export function rowColumns(groups: RowsOf[]): unknown[] {
  const columns: unknown[][] = Array.from({ length: 10 }, () => [])
  for (const { executionId, workspaceId, rows } of groups)
    for (const row of rows) {
      columns[0]!.push(executionId)
      columns[1]!.push(workspaceId)
      columns[2]!.push(row.seq)
      columns[3]!.push(row.kind)
      columns[4]!.push(row.nodeId)
      columns[5]!.push(row.attempt)
      columns[6]!.push(row.at / 1000)
      columns[7]!.push(row.itemCounts ? JSON.stringify(row.itemCounts) : null)
      columns[8]!.push(row.error ? JSON.stringify(row.error) : null)
      columns[9]!.push(row.payload ? encodePayload(row.payload) : null)
    }
  return columns
}

/** Unix milliseconds as `to_timestamp` takes them. */
export function seconds(ms: number | undefined): number | null {
  return ms === undefined ? null : ms / 1000
}
