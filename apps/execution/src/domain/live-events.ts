import type { ExecutionEvent } from '@linkflow/contracts'
import type { Execution } from './execution.js'
import { FIRST_SEQ } from './execution.js'
import type { HistoryKind, HistoryRow } from './history.js'

const types: Record<HistoryKind, string> = {
  'node-started': 'node.started',
  'node-succeeded': 'node.succeeded',
  'node-failed': 'node.failed',
  'node-waiting': 'node.waiting',
  'wait-resolved': 'wait.resolved',
  cancel: 'execution.cancelling',
  'node-skipped': 'node.skipped',
  'node-cancelled': 'node.cancelled',
  'execution-waiting': 'execution.waiting',
}

type Told = Pick<Execution, 'id' | 'workflowId' | 'status' | 'startedAt' | 'finishedAt' | 'finishSeq' | 'error'>

/** The beginning of an execution as an event. */
export function startedEvent({ id, workflowId, startedAt = 0 }: Told): ExecutionEvent {
  return { type: 'execution.started', executionId: id, workflowId, seq: FIRST_SEQ, at: iso(startedAt) }
}

/** History rows as events; the position in the history is the event's. */
export function rowEvents({ id, workflowId }: Told, rows: readonly HistoryRow[]): ExecutionEvent[] {
  return rows.map(({ seq, kind, nodeId, attempt, at, itemCounts, error }) => ({
    type: types[kind],
    executionId: id,
    workflowId,
    seq,
    at: iso(at),
    ...(nodeId ? { nodeId, attempt } : {}),
    ...(itemCounts ? { itemCounts } : {}),
    ...(error ? { error } : {}),
  }))
}

/** The end of an execution as an event; undefined while it goes on. */
export function finishedEvent(execution: Told): ExecutionEvent | undefined {
  const { id, workflowId, status, finishedAt, finishSeq, error } = execution
  if (finishedAt === undefined || finishSeq === undefined) return undefined
  const type = `execution.${status}`
  return { type, executionId: id, workflowId, seq: finishSeq, at: iso(finishedAt), ...(error ? { error } : {}) }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
