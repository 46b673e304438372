import { advance, initialState } from '@linkflow/engine'
import type { EngineEvent, Plan } from '@linkflow/engine'
import { FIRST_SEQ } from './execution.js'
import type { Execution } from './execution.js'
import { derivedRow, eventOf } from './history.js'
import type { HistoryRow } from './history.js'

/**
 * What a new execution can take over from an earlier one: results of nodes that succeeded, in the order they came, as
 * first attempts. A result the plan has no use for (its node is gone, or follows one that must run again) stays behind.
 */
export function reusableHistory(plan: Plan, earlier: Execution, rows: readonly HistoryRow[]): HistoryRow[] {
  const { id, triggerNode, input, createdAt } = earlier
  const reused: HistoryRow[] = []
  let state = initialState(plan, { executionId: id })
  const keep = (event: EngineEvent, row?: HistoryRow) => {
    const next = advance(plan, state, event)
    if (next.state === state) return
    state = next.state
    if (row) reused.push({ ...row, seq: FIRST_SEQ + reused.length + 1 })
    for (const change of next.changes) {
      const derived = derivedRow(change, event, FIRST_SEQ + reused.length + 1)
      if (derived) reused.push(derived)
    }
  }
  keep({ type: 'started', at: createdAt, trigger: triggerNode, items: input })
  for (const row of rows) {
    const first = { ...row, attempt: 1 }
    const event = row.kind === 'node-succeeded' && row.payload?.outputs ? eventOf(first) : undefined
    if (event) keep(event, first)
  }
  return reused
}
