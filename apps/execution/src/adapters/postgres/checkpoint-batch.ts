import type { ExecutionStatus } from '@linkflow/contracts'
import type { Failure, Item } from '@linkflow/kernel'
import type { Response } from '../../domain/execution.js'
import type { HistoryRow } from '../../domain/history.js'
import { encodePayload } from './payload.js'
import { rowColumns, ROW_COLUMNS, seconds } from './row-columns.js'
import type { SystemConnection } from './system-connection.js'

/** What happened to a leased execution since the last checkpoint. Written only when the epoch is still the lease's. */
export interface CheckpointOp {
  executionId: string
  workspaceId: string
  epoch: number
  rows: HistoryRow[]
  status: ExecutionStatus
  startedAt: number
  response?: Response
  finish?: { at: number; seq: number; output: Item[]; error?: Failure; summary: object }
  /** Null lets go of the execution: whoever claims it next goes on at `dueAt`. */
  owner: string | null
  state: 'running' | 'waiting' | 'queued'
  dueAt?: number
  /** The last signal that was taken into account. */
  signalSeq?: string
}

/**
 * The fence: lease rows are locked, in order of id so that two batches cannot deadlock, and only the executions whose row
 * still has our epoch are written. Reading the epoch without the lock would race with a take-over.
 */
const STATEMENT = `
with given as (
  select * from unnest($1::uuid[], $2::int[], $3::text[], $4::float8[], $5::bytea[], $6::float8[], $7::int[], $8::bytea[],
    $9::text[], $10::text[], $11::uuid[], $12::text[], $13::float8[], $14::bigint[])
  as c(id, epoch, status, started_at, response, finished_at, finish_seq, output, error, summary, owner, state, due_at, signal_seq)
), fence as materialized (
  select l.execution_id, l.workspace_id from execution_leases l
  where (l.execution_id, l.epoch) in (select id, epoch from given) order by l.execution_id for update
), mine as materialized (
  select given.*, fence.workspace_id from given join fence on fence.execution_id = given.id
), history as (
  insert into node_executions (${ROW_COLUMNS})
  select r.execution_id, r.workspace_id, r.seq, r.kind, r.node_id, r.attempt, to_timestamp(r.at), r.item_counts, r.error, r.payload
  from unnest($15::uuid[], $16::uuid[], $17::int[], $18::text[], $19::text[], $20::int[], $21::float8[], $22::text[],
    $23::text[], $24::bytea[])
  as r(execution_id, workspace_id, seq, kind, node_id, attempt, at, item_counts, error, payload)
  join mine on mine.id = r.execution_id
), projected as (
  update executions e set status = mine.status, started_at = coalesce(e.started_at, to_timestamp(mine.started_at)),
    response = coalesce(mine.response, e.response), finished_at = to_timestamp(mine.finished_at),
    finish_seq = mine.finish_seq, output = mine.output, error = mine.error
  from mine where e.id = mine.id
), kept as (
  update execution_leases l set state = mine.state, owner = mine.owner, due_at = to_timestamp(mine.due_at)
  from mine where l.execution_id = mine.id and mine.finished_at is null
), ended as (
  delete from execution_leases l using mine where l.execution_id = mine.id and mine.finished_at is not null
), heard as (
  delete from execution_signals s using mine
  where s.execution_id = mine.id and (s.seq <= mine.signal_seq or mine.finished_at is not null)
), told as (
  insert into outbox (id, workspace_id, subject, key, key_seq, data, headers)
  select gen_random_uuid(), workspace_id, 'evt.execution.executions-finished.v1.' || workspace_id, gen_random_uuid(), 1,
    convert_to('{"executions":[' || string_agg(summary, ',') || ']}', 'UTF8'), '{}'
  from mine where summary is not null group by workspace_id
)
select id from mine`

/** Writes checkpoints in one commit; false for an execution that somebody newer owns. */
export async function writeCheckpoints(connection: SystemConnection, ops: CheckpointOp[]): Promise<boolean[]> {
  const newest = newestOf(ops)
  const current = ops.filter((op) => newest.get(op.executionId) === op)
  const of = <T>(pick: (op: CheckpointOp) => T) => current.map(pick)
  const { rows } = await connection.query<{ id: string }>('checkpoint-batch', STATEMENT, [
    of(({ executionId }) => executionId),
    of(({ epoch }) => epoch),
    of(({ status }) => status),
    of(({ startedAt }) => seconds(startedAt)),
    of(({ response }) => (response ? encodePayload(response) : null)),
    of(({ finish }) => seconds(finish?.at)),
    of(({ finish }) => finish?.seq ?? null),
    of(({ finish }) => (finish ? encodePayload(finish.output) : null)),
    of(({ finish }) => (finish?.error ? JSON.stringify(finish.error) : null)),
    of(({ finish }) => (finish ? JSON.stringify(finish.summary) : null)),
    of(({ owner }) => owner),
    of(({ state }) => state),
    of(({ dueAt }) => seconds(dueAt)),
    of(({ signalSeq }) => signalSeq ?? null),
    ...rowColumns(current),
  ])
  const mine = new Set(rows.map(({ id }) => id))
  return ops.map((op) => mine.has(op.executionId) && newest.get(op.executionId) === op)
}

/**
 * A process that took over from itself (it stood still for longer than its lease) may have a checkpoint of before in the
 * same batch: the fence, which goes by execution, would let both pass.
 */
function newestOf(ops: CheckpointOp[]): Map<string, CheckpointOp> {
  const newest = new Map<string, CheckpointOp>()
  for (const op of ops) if (op.epoch >= (newest.get(op.executionId)?.epoch ?? 0)) newest.set(op.executionId, op)
  return newest
}
