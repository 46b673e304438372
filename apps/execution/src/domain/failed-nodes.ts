import type { HistoryKind, HistoryRow } from './history.js'

/** Whether there is a node whose last try failed or was cancelled, which an execution may have survived. */
export function hasFailedNode(rows: readonly HistoryRow[]): boolean {
  const last = new Map<string, HistoryKind>()
  for (const { nodeId, kind } of rows) last.set(nodeId, kind)
  return [...last].some(([nodeId, kind]) => nodeId !== '' && (kind === 'node-failed' || kind === 'node-cancelled'))
}
