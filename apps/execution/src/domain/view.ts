import type { ExecutionSummary, ExecutionView, NodeExecutionView } from '@linkflow/contracts'
import type { Execution } from './execution.js'
import type { HistoryRow } from './history.js'

/** An execution as a list shows it. */
export function summaryView(execution: Omit<Execution, 'input' | 'output' | 'response' | 'seed'>): ExecutionSummary {
  const { id, workflowId, version, status, trigger, createdAt, startedAt, finishedAt, error, retryOf } = execution
  return {
    id,
    workflowId,
    version,
    status,
    trigger,
    createdAt: iso(createdAt),
    ...(startedAt === undefined ? {} : { startedAt: iso(startedAt) }),
    ...(finishedAt === undefined
      ? {}
      : { finishedAt: iso(finishedAt), durationMs: finishedAt - (startedAt ?? createdAt) }),
    ...(error ? { error } : {}),
    ...(retryOf ? { retryOf } : {}),
  }
}

/** An execution with what its nodes did; with its items when `data`. */
export function executionView(execution: Execution, rows: readonly HistoryRow[], data: boolean): ExecutionView {
  const nodes = nodeViews(rows, data)
  const trigger = nodes.find(({ nodeId }) => nodeId === execution.triggerNode)
  if (data && trigger) trigger.outputs = { main: plain(execution.input) }
  return {
    ...summaryView(execution),
    nodes,
    ...(data ? { input: plain(execution.input) } : {}),
    ...(data && execution.output ? { output: plain(execution.output) } : {}),
  }
}

/** One view for each node and attempt, in the order they began. */
function nodeViews(rows: readonly HistoryRow[], data: boolean): NodeExecutionView[] {
  const views = new Map<string, NodeExecutionView>()
  for (const row of rows) {
    if (row.nodeId === '') continue
    const key = `${row.nodeId}:${row.attempt}`
    const view = views.get(key) ?? {
      nodeId: row.nodeId,
      attempt: row.attempt,
      status: 'running',
      startedAt: iso(row.at),
    }
    views.set(key, Object.assign(view, update(row, data)))
  }
  return [...views.values()]
}

function update(row: HistoryRow, data: boolean): Partial<NodeExecutionView> {
  const finishedAt = iso(row.at)
  switch (row.kind) {
    case 'node-succeeded': {
      const outputs = data ? row.payload?.outputs : undefined
      return {
        status: 'succeeded',
        finishedAt,
        itemCounts: row.itemCounts,
        ...(outputs
          ? { outputs: Object.fromEntries(Object.entries(outputs).map(([port, items]) => [port, plain(items)])) }
          : {}),
      }
    }
    case 'node-failed':
      return { status: 'failed', finishedAt, error: row.error }
    case 'node-waiting':
      return { status: 'waiting' }
    case 'node-skipped':
      return { status: 'skipped', finishedAt }
    case 'node-cancelled':
      return { status: 'cancelled', finishedAt }
    default:
      return {}
  }
}

/** Items as records: the contract leaves their JSON open. */
export function plain(items: readonly object[]): Record<string, unknown>[] {
  return items as Record<string, unknown>[]
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
