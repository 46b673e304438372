import type { ExecutionStatus } from '@linkflow/contracts'
import type { Execution, TriggerKind } from '../../domain/execution.js'
import type { HistoryKind, HistoryRow } from '../../domain/history.js'
import { decodePayload } from './payload.js'

/** Columns of `executions` that lists need. */
export const SUMMARY_COLUMNS =
  'id, workspace_id, workflow_id, version, status, trigger, trigger_node, created_at, started_at, finished_at, finish_seq, error, retry_of'
export const ALL_COLUMNS = `${SUMMARY_COLUMNS}, input, output, response, seed, variables`
export const HISTORY_COLUMNS = 'execution_id, seq, kind, node_id, attempt, at, item_counts, error'

export interface SummaryRow {
  id: string
  workspace_id: string
  workflow_id: string
  version: number
  status: string
  trigger: string
  trigger_node: string
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
  finish_seq: number | null
  error: string | null
  retry_of: string | null
}

export interface ExecutionRow extends SummaryRow {
  input: Buffer
  output: Buffer | null
  response: Buffer | null
  seed: Buffer
  variables: Buffer | null
}

export interface NodeRow {
  execution_id: string
  seq: number
  kind: string
  node_id: string
  attempt: number
  at: Date
  item_counts: string | null
  error: string | null
  payload?: Buffer | null
}

export type ExecutionSummaryData = Omit<Execution, 'input' | 'output' | 'response' | 'seed' | 'variables'>

export function toSummary(row: SummaryRow): ExecutionSummaryData {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workflowId: row.workflow_id,
    version: row.version,
    status: row.status as ExecutionStatus,
    trigger: row.trigger as TriggerKind,
    triggerNode: row.trigger_node,
    createdAt: row.created_at.getTime(),
    startedAt: row.started_at?.getTime(),
    finishedAt: row.finished_at?.getTime(),
    finishSeq: row.finish_seq ?? undefined,
    error: row.error ? JSON.parse(row.error) : undefined,
    retryOf: row.retry_of ?? undefined,
  }
}

export function toExecution(row: ExecutionRow): Execution {
  return {
    ...toSummary(row),
    input: decodePayload(row.input),
    output: row.output ? decodePayload(row.output) : undefined,
    response: row.response ? decodePayload(row.response) : undefined,
    seed: row.seed,
    variables: row.variables ? decodePayload(row.variables) : undefined,
  }
}

export function toHistoryRow(row: NodeRow): HistoryRow {
  return {
    seq: row.seq,
    kind: row.kind as HistoryKind,
    nodeId: row.node_id,
    attempt: row.attempt,
    at: row.at.getTime(),
    itemCounts: row.item_counts ? JSON.parse(row.item_counts) : undefined,
    error: row.error ? JSON.parse(row.error) : undefined,
    payload: row.payload ? decodePayload(row.payload) : undefined,
  }
}
