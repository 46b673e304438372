import type { DayUsage, UsageFigures } from '@linkflow/contracts'
import type { Reader, Transaction } from '@linkflow/postgres'
import { NOTHING_USED, sum } from '../../domain/usage.js'

interface UsageRow {
  day: string
  executions: string
  node_executions: string
  compute_ms: string
  data_bytes: string
  ai_tokens: string
}

/** Adds to what a workspace used on a day. */
export async function addUsage(tx: Transaction, day: string, used: UsageFigures): Promise<void> {
  const { executions, nodeExecutions, computeMs, dataBytes, aiTokens } = used
  await tx.query(
    `insert into usage as u (workspace_id, day, executions, node_executions, compute_ms, data_bytes, ai_tokens)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (workspace_id, day) do update set executions = u.executions + excluded.executions,
       node_executions = u.node_executions + excluded.node_executions, compute_ms = u.compute_ms + excluded.compute_ms,
       data_bytes = u.data_bytes + excluded.data_bytes, ai_tokens = u.ai_tokens + excluded.ai_tokens`,
    [tx.workspaceId, day, executions, nodeExecutions, computeMs, dataBytes, aiTokens],
  )
}

/** The days of a range, both ends included, on which something was used. */
export async function listUsage(reader: Reader, from: string, to: string): Promise<DayUsage[]> {
  const rows = await reader.query<UsageRow>(
    `select day::text as day, executions, node_executions, compute_ms, data_bytes, ai_tokens
     from usage where workspace_id = $1 and day between $2 and $3 order by day`,
    [reader.workspaceId, from, to],
  )
  return rows.map((row) => ({
    day: row.day,
    executions: Number(row.executions),
    nodeExecutions: Number(row.node_executions),
    computeMs: Number(row.compute_ms),
    dataBytes: Number(row.data_bytes),
    aiTokens: Number(row.ai_tokens),
  }))
}

/** What was used between two days, both included. */
export async function totalUsage(reader: Reader, from: string, to: string): Promise<UsageFigures> {
  return (await listUsage(reader, from, to)).reduce<UsageFigures>(
    (total, { day: _, ...used }) => sum(total, used),
    NOTHING_USED,
  )
}
