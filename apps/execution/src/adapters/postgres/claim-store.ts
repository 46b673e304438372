import { Inject, Injectable } from '@nestjs/common'
import { Database } from '@linkflow/postgres'

/** A lease that was taken: from now on its execution is ours, under the new epoch. */
export interface Claim {
  executionId: string
  workspaceId: string
  epoch: number
  /** W3C `traceparent` of whoever started it. */
  traceparent?: string
}

interface ClaimRow {
  execution_id: string
  workspace_id: string
  epoch: number
  traceparent: string | null
}

const RETURNING = `returning l.execution_id, l.workspace_id, l.epoch, l.traceparent`

/** Executions whose owner is gone: its process lease has run out or was never there. */
const TAKE_OVER = `
  update execution_leases l set owner = $1, epoch = l.epoch + 1, state = 'running'
  where execution_id in (
    select execution_id from execution_leases d
    where owner is not null
      and not exists (select from process_leases p where p.process_id = d.owner and p.expires_at > now())
    limit $2 for update skip locked)
  ${RETURNING}`

/** Executions whose wait is over, or that a signal waits for. */
const CLAIM_DUE = `
  update execution_leases l set owner = $1, epoch = l.epoch + 1, state = 'running'
  where execution_id in (
    select execution_id from execution_leases where owner is null and due_at <= now()
    order by due_at limit $2 for update skip locked)
  ${RETURNING}`

/**
 * Queued executions, workspaces in turn: deficit round robin with a quantum of one. Workspaces that run least come first,
 * and within this claim each further execution of a workspace counts as one more running; of equals the one that was served
 * longest ago comes first, or short executions would be served first come, first served. The list of workspaces is a
 * skip scan of the queue's index, so that ten thousand executions of one cost no more than ten. Limits per workflow hold
 * because one claimer at a time looks.
 */
const CLAIM_QUEUED = `
  with recursive tenants as (
    (select workspace_id from execution_leases where owner is null and state = 'queued' order by workspace_id limit 1)
    union all
    select (select l.workspace_id from execution_leases l where l.owner is null and l.state = 'queued'
      and l.workspace_id > tenants.workspace_id order by l.workspace_id limit 1)
    from tenants where tenants.workspace_id is not null
  ), candidates as (
    select c.*, (select count(*) from execution_leases r where r.owner is not null and r.workspace_id = c.workspace_id) as running
    from tenants cross join lateral (
      select q.execution_id, q.workspace_id, q.workflow_id, q.queued_at, q.concurrency_limit from execution_leases q
      where q.owner is null and q.state = 'queued' and q.workspace_id = tenants.workspace_id
        and (q.concurrency_limit is null or q.concurrency_limit > (
          select count(*) from execution_leases b where b.workflow_id = q.workflow_id and b.state <> 'queued'))
      order by q.queued_at limit $2) c
    where tenants.workspace_id is not null
  ), ranked as (
    select candidates.*, t.served_at, row_number() over (partition by candidates.workspace_id order by queued_at) + running as turn,
      row_number() over (partition by workflow_id order by queued_at) as of_workflow
    from candidates left join execution_turns t on t.workspace_id = candidates.workspace_id
  ), chosen as (
    select execution_id from ranked
    where concurrency_limit is null or of_workflow <= concurrency_limit - (
      select count(*) from execution_leases b where b.workflow_id = ranked.workflow_id and b.state <> 'queued')
    order by turn, served_at nulls first, queued_at limit $2
  ), claimed as (
    update execution_leases l set owner = $1, epoch = l.epoch + 1, state = 'running'
    where l.execution_id in (
      select q.execution_id from execution_leases q where q.execution_id in (select execution_id from chosen)
        and q.owner is null and q.state = 'queued' for update skip locked)
    ${RETURNING}
  ), served as (
    insert into execution_turns (workspace_id, served_at) select workspace_id, clock_timestamp() from claimed group by workspace_id
    on conflict (workspace_id) do update set served_at = excluded.served_at
  )
  select * from claimed`

/** Takes executions that nobody runs. */
@Injectable()
export class ClaimStore {
  constructor(@Inject(Database) private readonly db: Database) {}

  takeOver(processId: string, limit: number): Promise<Claim[]> {
    return this.take('take over', TAKE_OVER, processId, limit)
  }

  claimDue(processId: string, limit: number): Promise<Claim[]> {
    return this.take('claim due', CLAIM_DUE, processId, limit)
  }

  /** Empty as well when another process is claiming at this moment. */
  claimQueued(processId: string, limit: number): Promise<Claim[]> {
    return this.db.system('claim queued', async (tx) => {
      const [lock] = await tx.query<{ locked: boolean }>(
        `select pg_try_advisory_xact_lock(hashtext('linkflow/claim-queued')) as locked`,
      )
      if (!lock?.locked) return []
      return (await tx.query<ClaimRow>(CLAIM_QUEUED, [processId, limit])).map(toClaim)
    })
  }

  /** Lets go of executions as they stand, for others to take at once. */
  async release(processId: string, executionIds: readonly string[]): Promise<void> {
    if (executionIds.length === 0) return
    await this.db.system('release', (tx) =>
      tx.query(
        `update execution_leases set owner = null, due_at = now(), state = 'waiting'
         where execution_id = any($2::uuid[]) and owner = $1`,
        [processId, executionIds],
      ),
    )
  }

  /** Forgets leases of this process whose executions retention took: there is nothing left to run. */
  async forget(processId: string, executionIds: readonly string[]): Promise<void> {
    if (executionIds.length === 0) return
    await this.db.system('forget', (tx) =>
      tx.query(
        `with gone as (
           delete from execution_leases where execution_id = any($2::uuid[]) and owner = $1 returning execution_id)
         delete from execution_signals s using gone where s.execution_id = gone.execution_id`,
        [processId, executionIds],
      ),
    )
  }

  /** Executions this process has the lease of besides those it knows of. */
  async strays(processId: string, known: readonly string[]): Promise<string[]> {
    const rows = await this.db.system('strays', (tx) =>
      tx.query<{ execution_id: string }>(
        `select execution_id from execution_leases where owner = $1 and not execution_id = any($2::uuid[])`,
        [processId, known],
      ),
    )
    return rows.map(({ execution_id }) => execution_id)
  }

  /** Signals for executions of this process that came after the ones it knows. */
  signals(processId: string): Promise<{ executionId: string; seq: string; kind: string }[]> {
    return this.db.system('read signals', async (tx) => {
      const rows = await tx.query<{ execution_id: string; seq: string; kind: string }>(
        `select s.execution_id, s.seq, s.kind from execution_signals s
         join execution_leases l on l.execution_id = s.execution_id and l.owner = $1 order by s.seq`,
        [processId],
      )
      return rows.map((row) => ({ executionId: row.execution_id, seq: row.seq, kind: row.kind }))
    })
  }

  /** How long the queue is, since when its oldest waits, and which workspaces wait for nothing but a worker. */
  queue(): Promise<{ depth: number; oldestMs: number; waiting: Set<string> }> {
    return this.db.system('queue depth', async (tx) => {
      const rows = await tx.query<{ workspace_id: string; depth: string; oldest: string; unlimited: boolean }>(
        `select workspace_id, count(*) as depth, extract(epoch from now() - min(queued_at)) * 1000 as oldest,
           bool_or(concurrency_limit is null) as unlimited
         from execution_leases where owner is null and state = 'queued' group by workspace_id`,
      )
      return {
        depth: rows.reduce((sum, row) => sum + Number(row.depth), 0),
        oldestMs: rows.reduce((most, row) => Math.max(most, Number(row.oldest)), 0),
        waiting: new Set(rows.filter(({ unlimited }) => unlimited).map((row) => row.workspace_id)),
      }
    })
  }

  /** What time makes superfluous: expired keys, process leases nobody needs; and the partitions of the next months. */
  async maintain(): Promise<void> {
    await this.db.system('retention', async (tx) => {
      await tx.query(`delete from execution_keys where expires_at < now()`)
      await tx.query(`delete from execution_turns where served_at < now() - interval '1 hour'`)
      await tx.query(
        `delete from process_leases p where expires_at < now() - interval '1 hour'
         and not exists (select from execution_leases l where l.owner = p.process_id)`,
      )
      await tx.query(`select ensure_partitions(3)`)
    })
  }

  private take(reason: string, statement: string, processId: string, limit: number): Promise<Claim[]> {
    return this.db.system(reason, async (tx) => (await tx.query<ClaimRow>(statement, [processId, limit])).map(toClaim))
  }
}

function toClaim(row: ClaimRow): Claim {
  const { execution_id: executionId, workspace_id: workspaceId, epoch, traceparent } = row
  return { executionId, workspaceId, epoch, ...(traceparent === null ? {} : { traceparent }) }
}
