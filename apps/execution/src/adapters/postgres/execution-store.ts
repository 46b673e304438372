import { Inject, Injectable } from '@nestjs/common'
import { ExecutionFinished, ExecutionNotFound } from '@linkflow/contracts'
import type { Input, ListExecutions } from '@linkflow/contracts'
import { Database, decodeCursor } from '@linkflow/postgres'
import type { Opening } from '@linkflow/postgres'
import type { Execution } from '../../domain/execution.js'
import type { HistoryRow } from '../../domain/history.js'
import {
  ALL_COLUMNS,
  HISTORY_COLUMNS,
  SUMMARY_COLUMNS,
  toExecution,
  toHistoryRow,
  toSummary,
} from './execution-rows.js'
import type { ExecutionRow, ExecutionSummaryData, NodeRow, SummaryRow } from './execution-rows.js'

/** An execution with its history. */
export interface Recorded {
  execution: Execution
  rows: HistoryRow[]
}

/** What is seen of a workflow by who has its turn. */
export interface Seen {
  /** Whether the key is known. */
  isRepeat: boolean
  /** What is queued or under way, the oldest first. */
  open: string[]
}

/** What somebody decides who has the turn, and what that hangs on. */
export interface Turn<T> {
  key?: string
  decide(seen: Seen): Promise<T>
}

/** Reads executions. What is written goes through the history writer, but for signals. */
@Injectable()
export class ExecutionStore {
  constructor(@Inject(Database) private readonly db: Database) {}

  /** One row more than the page, newest first. The id carries the time, so that no other index is needed. */
  list(ctx: Opening, query: Input<typeof ListExecutions>): Promise<ExecutionSummaryData[]> {
    const conditions = ['workspace_id = $1']
    const values: unknown[] = [ctx.workspaceId]
    const where = (condition: (parameter: string) => string, value: unknown) => {
      values.push(value)
      conditions.push(condition(`$${values.length}`))
    }
    if (query.workflowId) where((p) => `workflow_id = ${p}`, query.workflowId)
    // The literal lets the planner use the index that leaves succeeded executions out.
    if (query.status)
      where((p) => `status = ${p}${query.status === 'succeeded' ? '' : ` and status <> 'succeeded'`}`, query.status)
    if (query.trigger) where((p) => `trigger = ${p}`, query.trigger)
    if (query.createdAfter) where((p) => `id >= ${p}::uuid`, idAt(query.createdAfter))
    if (query.createdBefore) where((p) => `id < ${p}::uuid`, idAt(query.createdBefore))
    const cursor = decodeCursor(query.cursor)
    if (cursor) where((p) => `id < ${p}::uuid`, cursor.id)
    values.push(query.limit + 1)
    return this.db.read(ctx, async (reader) => {
      const rows = await reader.query<SummaryRow>(
        `select ${SUMMARY_COLUMNS} from executions where ${conditions.join(' and ')} order by id desc limit $${values.length}`,
        values,
      )
      return rows.map(toSummary)
    })
  }

  /** The execution that was accepted under an idempotency key that is still kept. */
  findByKey(ctx: Opening, key: string): Promise<{ executionId: string; bodyHash?: string } | undefined> {
    return this.db.read(ctx, async (reader) => {
      const [row] = await reader.query<{ execution_id: string; body_hash: string | null }>(
        `select execution_id, body_hash from execution_keys where workspace_id = $1 and key = $2`,
        [reader.workspaceId, key],
      )
      return row && { executionId: row.execution_id, bodyHash: row.body_hash ?? undefined }
    })
  }

  /**
   * An execution with its history, the items only when asked for.
   *
   * @throws ExecutionNotFound
   */
  get(ctx: Opening, id: string, data: boolean, afterSeq = 0): Promise<Recorded> {
    return this.db.read(ctx, async (reader) => {
      const [row] = await reader.query<ExecutionRow>(`select ${ALL_COLUMNS} from executions where id = $1`, [id])
      if (!row) throw ExecutionNotFound()
      const columns = data ? `${HISTORY_COLUMNS}, payload` : HISTORY_COLUMNS
      const rows = await reader.query<NodeRow>(
        `select ${columns} from node_executions where execution_id = $1 and seq > $2 order by seq`,
        [id, afterSeq],
      )
      return { execution: toExecution(row), rows: rows.map(toHistoryRow) }
    })
  }

  /**
   * How far an execution has come, without its data.
   *
   * @throws ExecutionNotFound
   */
  progress(ctx: Opening, id: string): Promise<{ finished: boolean; responded: boolean }> {
    return this.db.read(ctx, async (reader) => {
      const [row] = await reader.query<{ finished: boolean; responded: boolean }>(
        `select finished_at is not null as finished, response is not null as responded from executions where id = $1`,
        [id],
      )
      if (!row) throw ExecutionNotFound()
      return row
    })
  }

  /** Why a queued execution waits. */
  queuedBecause(ctx: Opening, id: string): Promise<string> {
    return this.db.read(ctx, async (reader) => {
      const [row] = await reader.query<{ limit: number | null; busy: string; ahead: string }>(
        `select q.concurrency_limit as limit,
           (select count(*) from execution_leases b where b.workflow_id = q.workflow_id and b.state <> 'queued') as busy,
           (select count(*) from execution_leases a where a.state = 'queued' and a.queued_at < q.queued_at) as ahead
         from execution_leases q where q.execution_id = $1`,
        [id],
      )
      if (!row) return 'It is being picked up.'
      if (row.limit !== null && Number(row.busy) >= row.limit)
        return `The workflow runs ${row.busy} of at most ${row.limit} executions at once.`
      return `It waits for a free worker; ${row.ahead} executions of this workspace are ahead of it.`
    })
  }

  /** Executions that were claimed, whichever workspaces they belong to. */
  load(ids: readonly string[]): Promise<Recorded[]> {
    return this.db.system('load claimed', async (tx) => {
      const executions = await tx.query<ExecutionRow>(
        `select ${ALL_COLUMNS} from executions where id = any($1::uuid[])`,
        [ids],
      )
      const rows = await tx.query<NodeRow>(
        `select ${HISTORY_COLUMNS}, payload from node_executions where execution_id = any($1::uuid[]) order by execution_id, seq`,
        [ids],
      )
      const byExecution = new Map<string, HistoryRow[]>()
      for (const row of rows) {
        const list = byExecution.get(row.execution_id)
        if (list) list.push(toHistoryRow(row))
        else byExecution.set(row.execution_id, [toHistoryRow(row)])
      }
      return executions.map((row) => ({ execution: toExecution(row), rows: byExecution.get(row.id) ?? [] }))
    })
  }

  /**
   * Records the wish to cancel. The owner takes it into account at its next checkpoint; without an owner the execution
   * becomes due at once.
   *
   * @throws ExecutionNotFound | ExecutionFinished
   */
  cancel(ctx: Opening, id: string): Promise<ExecutionSummaryData> {
    return this.db.transact(ctx, async (tx) => {
      // The lease row is locked, so that the execution cannot finish between the look and the signal.
      const leases = await tx.query(`select 1 from execution_leases where execution_id = $1 for update`, [id])
      const [row] = await tx.query<SummaryRow>(`select ${SUMMARY_COLUMNS} from executions where id = $1`, [id])
      if (!row) throw ExecutionNotFound()
      if (leases.length === 0) throw ExecutionFinished({ executionStatus: row.status })
      await tx.query(`insert into execution_signals (execution_id, workspace_id, kind) values ($1, $2, 'cancel')`, [
        id,
        tx.workspaceId,
      ])
      await tx.query(`update execution_leases set due_at = now() where execution_id = $1 and owner is null`, [id])
      return toSummary(row)
    })
  }

  /** How many executions of the workspace are queued or under way. */
  countUnfinished(ctx: Opening): Promise<number> {
    return this.db.read(ctx, async (reader) => {
      const [row] = await reader.query<{ count: number }>(
        `select count(*)::int as count from execution_leases where workspace_id = $1`,
        [reader.workspaceId],
      )
      return row!.count
    })
  }

  /**
   * Lets somebody decide about the executions of a workflow while nobody else does, on any replica. What is seen was read
   * under the lock. The lock ends with its session when the process stands still.
   */
  inTurn<T>(ctx: Opening, workflowId: string, { key, decide }: Turn<T>): Promise<T> {
    return this.db.transact(ctx, async (tx) => {
      await tx.query(`select set_config('idle_in_transaction_session_timeout', '30s', true)`)
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('linkflow/turn/' || $1, 0))`, [workflowId])
      const [seen] = await tx.query<{ is_repeat: boolean; open: string[] }>(
        `select exists (select from execution_keys where workspace_id = $1 and key = $2) as is_repeat,
           array(select execution_id::text from execution_leases where workflow_id = $3
             order by queued_at, execution_id) as open`,
        [tx.workspaceId, key ?? null, workflowId],
      )
      return decide({ isRepeat: seen!.is_repeat, open: seen!.open })
    })
  }
}

/** The smallest UUIDv7 of an instant. */
function idAt(instant: string): string {
  const hex = Math.max(0, Date.parse(instant)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
