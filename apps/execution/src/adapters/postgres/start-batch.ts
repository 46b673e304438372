import { ENGINE_VERSION } from '@linkflow/engine'
import type { Execution } from '../../domain/execution.js'
import type { HistoryRow } from '../../domain/history.js'
import { encodePayload } from './payload.js'
import { rowColumns, ROW_COLUMNS, seconds } from './row-columns.js'
import type { SystemConnection } from './system-connection.js'

/** An execution to be accepted, with whatever of it has already been computed. */
export interface StartOp {
  execution: Execution
  rows: HistoryRow[]
  /** `<source>:<id>:<event>`; a second execution with the same one is not accepted. */
  key?: string
  bodyHash?: string
  /** Absent when it has already finished. */
  lease?: { state: 'queued' | 'running' | 'waiting'; owner?: string; dueAt?: number; concurrencyLimit?: number }
  /** Executions that are to end because this one takes their place. */
  replaces?: string[]
  /** Summary for the event that tells of finished executions. */
  finished?: object
}

export type StartResult = { accepted: true } | { accepted: false; executionId: string; bodyHash?: string }

/**
 * Keys first, then everything of the executions whose key was free, and in the same commit the signals to those that they
 * replace; whose lease is gone has finished. Leases are locked in order of id, as a checkpoint does. One statement text for any number of executions, so
 * that it is planned once.
 */
const STATEMENT = `
with given as (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::float8[],
    $9::float8[], $10::float8[], $11::int[], $12::bytea[], $13::bytea[], $14::bytea[], $15::text[], $16::bytea[], $17::uuid[],
    $18::text[], $19::text[], $20::text[], $21::uuid[], $22::float8[], $23::int[], $24::text[], $35::bytea[], $36::text[])
  as s(id, workspace_id, workflow_id, version, status, trigger, trigger_node, created_at, started_at, finished_at, finish_seq,
    input, output, response, error, seed, retry_of, key, body_hash, state, owner, due_at, concurrency_limit, summary, variables,
    traceparent)
), keys as (
  insert into execution_keys (workspace_id, key, execution_id, body_hash, expires_at)
  select workspace_id, key, id, body_hash, now() + interval '7 days' from given where key is not null
  on conflict (workspace_id, key) do nothing returning execution_id
), accepted as materialized (
  select given.* from given left join keys on keys.execution_id = given.id
  where given.key is null or keys.execution_id is not null
), written as (
  insert into executions (id, workspace_id, workflow_id, version, engine_version, status, trigger, trigger_node, created_at,
    started_at, finished_at, finish_seq, input, output, response, error, seed, retry_of,
    variables)
  select id, workspace_id, workflow_id, version, ${ENGINE_VERSION}, status, trigger, trigger_node, to_timestamp(created_at),
    to_timestamp(started_at), to_timestamp(finished_at), finish_seq, input, output, response, error, seed, retry_of,
    variables
  from accepted
), history as (
  insert into node_executions (${ROW_COLUMNS})
  select r.execution_id, r.workspace_id, r.seq, r.kind, r.node_id, r.attempt, to_timestamp(r.at), r.item_counts, r.error, r.payload
  from unnest($25::uuid[], $26::uuid[], $27::int[], $28::text[], $29::text[], $30::int[], $31::float8[], $32::text[],
    $33::text[], $34::bytea[])
  as r(execution_id, workspace_id, seq, kind, node_id, attempt, at, item_counts, error, payload)
  join accepted on accepted.id = r.execution_id
), leases as (
  insert into execution_leases (execution_id, workspace_id, workflow_id, state, owner, queued_at, due_at, concurrency_limit,
    traceparent)
  select id, workspace_id, workflow_id, state, owner, to_timestamp(created_at), to_timestamp(due_at), concurrency_limit,
    traceparent
  from accepted where state is not null
), replaced as materialized (
  select l.execution_id, l.workspace_id from execution_leases l
  where (l.execution_id, l.workspace_id) in (
    select r.execution_id, accepted.workspace_id from unnest($37::uuid[], $38::uuid[]) as r(execution_id, by)
    join accepted on accepted.id = r.by)
  order by l.execution_id for update
), signalled as (
  insert into execution_signals (execution_id, workspace_id, kind)
  select execution_id, workspace_id, 'cancel' from replaced
), woken as (
  update execution_leases l set due_at = now() from replaced
  where l.execution_id = replaced.execution_id and l.owner is null
), told as (
  insert into outbox (id, workspace_id, subject, key, key_seq, data, headers)
  select gen_random_uuid(), workspace_id, 'evt.execution.executions-finished.v1.' || workspace_id, gen_random_uuid(), 1,
    convert_to('{"executions":[' || string_agg(summary, ',') || ']}', 'UTF8'), '{}'
  from accepted where summary is not null group by workspace_id
)
select id from accepted`

/** Accepts executions in one commit. */
export async function writeStarts(connection: SystemConnection, ops: StartOp[]): Promise<StartResult[]> {
  const { rows } = await connection.query<{ id: string }>('start-batch', STATEMENT, parametersOf(ops))
  if (rows.length === ops.length) return ops.map(() => ({ accepted: true }))
  const accepted = new Set(rows.map(({ id }) => id))
  const first = await findFirst(
    connection,
    ops.filter(({ execution }) => !accepted.has(execution.id)),
  )
  return ops.map(({ execution, key }) => {
    if (accepted.has(execution.id)) return { accepted: true }
    const known = first.get(`${execution.workspaceId}/${key}`)
    if (!known) throw new Error('An execution was neither accepted nor a repeat.')
    return { accepted: false, ...known }
  })
}

/** Which of these executions are there, after a commit whose outcome got lost. */
export async function findWritten(connection: SystemConnection, ops: StartOp[]): Promise<Set<string>> {
  const { rows } = await connection.query<{ id: string }>(
    'find-written',
    `select id from executions where id = any($1::uuid[])`,
    [ops.map(({ execution }) => execution.id)],
  )
  return new Set(rows.map(({ id }) => id))
}

async function findFirst(connection: SystemConnection, ops: StartOp[]) {
  const { rows } = await connection.query<{
    workspace_id: string
    key: string
    execution_id: string
    body_hash: string | null
  }>(
    'find-first',
    `select k.workspace_id, k.key, k.execution_id, k.body_hash from execution_keys k
     join unnest($1::uuid[], $2::text[]) as w(workspace_id, key) using (workspace_id, key)`,
    [ops.map(({ execution }) => execution.workspaceId), ops.map(({ key }) => key)],
  )
  return new Map(
    rows.map((row) => [
      `${row.workspace_id}/${row.key}`,
      { executionId: row.execution_id, bodyHash: row.body_hash ?? undefined },
    ]),
  )
}

function parametersOf(ops: StartOp[]): unknown[] {
  const of = <T>(pick: (op: StartOp) => T) => ops.map(pick)
  return [
    of(({ execution }) => execution.id),
    of(({ execution }) => execution.workspaceId),
    of(({ execution }) => execution.workflowId),
    of(({ execution }) => execution.version),
    of(({ execution }) => execution.status),
    of(({ execution }) => execution.trigger),
    of(({ execution }) => execution.triggerNode),
    of(({ execution }) => seconds(execution.createdAt)),
    of(({ execution }) => seconds(execution.startedAt)),
    of(({ execution }) => seconds(execution.finishedAt)),
    of(({ execution }) => execution.finishSeq ?? null),
    of(({ execution }) => encodePayload(execution.input)),
    of(({ execution }) => (execution.output ? encodePayload(execution.output) : null)),
    of(({ execution }) => (execution.response ? encodePayload(execution.response) : null)),
    of(({ execution }) => (execution.error ? JSON.stringify(execution.error) : null)),
    of(({ execution }) => execution.seed),
    of(({ execution }) => execution.retryOf ?? null),
    of(({ key }) => key ?? null),
    of(({ bodyHash }) => bodyHash ?? null),
    of(({ lease }) => lease?.state ?? null),
    of(({ lease }) => lease?.owner ?? null),
    of(({ lease }) => seconds(lease?.dueAt)),
    of(({ lease }) => lease?.concurrencyLimit ?? null),
    of(({ finished }) => (finished ? JSON.stringify(finished) : null)),
    ...rowColumns(
      ops.map(({ execution, rows }) => ({ executionId: execution.id, workspaceId: execution.workspaceId, rows })),
    ),
    of(({ execution }) => (execution.variables ? encodePayload(execution.variables) : null)),
    of(({ execution }) => execution.traceparent ?? null),
    ops.flatMap(({ replaces = [] }) => replaces),
    ops.flatMap(({ execution, replaces = [] }) => replaces.map(() => execution.id)),
  ]
}
