import type { Change, EngineEvent, WaitRequest } from '@linkflow/engine'
import type { Failure, Outputs } from '@linkflow/kernel'
import type { Intent } from './intent.js'

/** What a row of the history says. All but the last three are events of the engine; those are derived, for readers. */
export type HistoryKind =
  | 'node-started'
  | 'node-succeeded'
  | 'node-failed'
  | 'node-waiting'
  | 'wait-resolved'
  | 'cancel'
  | 'node-skipped'
  | 'node-cancelled'
  | 'execution-waiting'

/** One row of `node_executions`. */
export interface HistoryRow {
  seq: number
  kind: HistoryKind
  /** Empty for what concerns no single node. */
  nodeId: string
  attempt: number
  /** Unix milliseconds. */
  at: number
  itemCounts?: Record<string, number>
  error?: Failure
  payload?: HistoryPayload
}

/** What a row holds besides, by kind. */
export interface HistoryPayload {
  intent?: Intent
  outputs?: Outputs
  retryable?: boolean
  retryAfterMs?: number
  wait?: WaitRequest
  waitId?: string
  outcome?: Outputs
  reason?: string
}

/** The row that records an event; `started` is recorded by the execution's own row. */
export function rowOf(event: EngineEvent, seq: number, intent?: Intent): HistoryRow | undefined {
  const { at } = event
  switch (event.type) {
    case 'started':
      return undefined
    case 'node-started':
      return { seq, kind: event.type, nodeId: event.nodeId, attempt: event.attempt, at, payload: { intent } }
    case 'node-succeeded': {
      const { nodeId, attempt, outputs } = event
      return { seq, kind: event.type, nodeId, attempt, at, itemCounts: countItems(outputs), payload: { outputs } }
    }
    case 'node-failed': {
      const { nodeId, attempt, failure, retryable, retryAfterMs } = event
      return { seq, kind: event.type, nodeId, attempt, at, error: failure, payload: { retryable, retryAfterMs } }
    }
    case 'node-waiting':
      return { seq, kind: event.type, nodeId: event.nodeId, attempt: event.attempt, at, payload: { wait: event.wait } }
    case 'wait-resolved': {
      const { waitId, outcome } = event
      return { seq, kind: event.type, nodeId: '', attempt: 0, at, payload: { waitId, outcome } }
    }
    case 'cancel':
      return { seq, kind: event.type, nodeId: '', attempt: 0, at, payload: { reason: event.reason } }
  }
}

/** The event a row records; undefined for rows that are only there for readers. */
export function eventOf(row: HistoryRow): EngineEvent | undefined {
  const { nodeId, attempt, at, payload = {} } = row
  switch (row.kind) {
    case 'node-started':
      return { type: 'node-started', nodeId, attempt, at }
    case 'node-succeeded':
      return { type: 'node-succeeded', nodeId, attempt, at, outputs: payload.outputs ?? {} }
    case 'node-failed': {
      const { retryable, retryAfterMs } = payload
      const failure = row.error ?? { code: 'node/failed', message: 'The node failed.' }
      return { type: 'node-failed', nodeId, attempt, at, failure, retryable, retryAfterMs }
    }
    case 'node-waiting':
      return payload.wait && { type: 'node-waiting', nodeId, attempt, at, wait: payload.wait }
    case 'wait-resolved':
      return { type: 'wait-resolved', waitId: payload.waitId ?? '', at, outcome: payload.outcome }
    case 'cancel':
      return { type: 'cancel', at, reason: payload.reason }
    case 'node-skipped':
    case 'node-cancelled':
    case 'execution-waiting':
      return undefined
  }
}

export function countItems(outputs: Outputs): Record<string, number> {
  return Object.fromEntries(Object.entries(outputs).map(([port, items]) => [port, items.length]))
}

/**
 * What readers want to know though no event says it: nodes skipped, passed through or cancelled, and the trigger, whose items are
 * the execution's input and are not stored twice.
 */
export function derivedRow(change: Change, event: EngineEvent, seq: number): HistoryRow | undefined {
  const kind = derivedKind(change, event)
  const { nodeId, attempt, at, items } = change
  return kind && { seq, kind, nodeId, attempt, at, itemCounts: items }
}

function derivedKind({ status, attempt }: Change, event: EngineEvent): HistoryKind | undefined {
  if (status === 'skipped' || (status === 'succeeded' && attempt === 0)) return 'node-skipped'
  if (status === 'cancelled') return 'node-cancelled'
  return status === 'succeeded' && event.type === 'started' ? 'node-succeeded' : undefined
}
