import { Inject, Injectable } from '@nestjs/common'
import { ScheduleNotFound } from '@linkflow/contracts'
import type { FireView } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Cursor, Opening } from '@linkflow/postgres'
import type { Fire, TakenFire } from '../../domain/fire.js'
import { FIRE_COLUMNS, toFire } from './fire-row.js'
import type { FireRow } from './fire-row.js'
import { ownedTransaction } from './owned-transaction.js'

/** How a fire ended. */
export interface Settlement {
  fire: TakenFire
  outcome: 'started' | 'skipped' | 'failed'
  reason?: string
  executionId?: string
  /** Later fires have to ask whether the execution has finished. */
  running?: boolean
}

/** An earlier fire of a schedule that has not come to its end. */
export interface OpenFire {
  id: string
  workspaceId: string
  /** Absent while it is still to be started. */
  executionId?: string
}

/** What was fired, and what becomes of it. Whatever decides about a fire names the attempt: a later one may own it. */
@Injectable()
export class FireStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * At most `limit` fires of a schedule after the cursor, latest nominal time first.
   *
   * @throws ScheduleNotFound
   */
  list(
    ctx: Opening,
    { scheduleId, outcome }: { scheduleId: string; outcome?: FireView['outcome'] },
    { cursor, limit }: { cursor: Cursor | undefined; limit: number },
  ): Promise<Fire[]> {
    return this.database.read(ctx, async (reader) => {
      const [schedule] = await reader.query(`select from schedules where workspace_id = $1 and id = $2`, [
        reader.workspaceId,
        scheduleId,
      ])
      if (!schedule) throw ScheduleNotFound()
      const rows = await reader.query<FireRow>(
        `select ${FIRE_COLUMNS} from schedule_fires
         where workspace_id = $1 and schedule_id = $2
           and ($3::text is null or coalesce(outcome, 'pending') = $3)
           and ($4::timestamptz is null or nominal_at < $4)
         order by nominal_at desc limit $5`,
        [reader.workspaceId, scheduleId, outcome ?? null, cursor?.at ?? null, limit],
      )
      return rows.map(toFire)
    })
  }

  /** Fires of the schedule before this one that are to be started or whose executions are not known to have finished. */
  openBefore({ id, workspaceId, scheduleId }: TakenFire, limit: number): Promise<OpenFire[]> {
    return this.database.system('fires before', async (tx) => {
      const rows = await tx.query<{ id: string; execution_id: string | null }>(
        `select id, execution_id from schedule_fires
         where schedule_id = $1 and (lease_until is not null or running)
           and position < (select position from schedule_fires where workspace_id = $2 and id = $3)
         order by position limit $4`,
        [scheduleId, workspaceId, id, limit],
      )
      return rows.map(({ id, execution_id }) => ({
        id,
        workspaceId,
        ...(execution_id === null ? {} : { executionId: execution_id }),
      }))
    })
  }

  /** Writes that executions have finished. */
  async close(fires: readonly OpenFire[]): Promise<void> {
    if (fires.length === 0) return
    await ownedTransaction(this.database, 'executions finished', (tx) =>
      tx.query(
        `update schedule_fires set running = false
         where (workspace_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
        [fires.map(({ workspaceId }) => workspaceId), fires.map(({ id }) => id)],
      ),
    )
  }

  /** Writes that a fire is started from now; undefined when somebody else has it by then. */
  async decide(fire: TakenFire): Promise<TakenFire | undefined> {
    const [row] = await ownedTransaction(this.database, 'fire decided', (tx) =>
      tx.query<{ fired_at: Date }>(
        `update schedule_fires set decided = true, fired_at = clock_timestamp()
         where workspace_id = $1 and id = $2 and attempt = $3 and lease_until is not null returning fired_at`,
        [fire.workspaceId, fire.id, fire.attempt],
      ),
    )
    return row && { ...fire, decided: true, firedAt: row.fired_at, ageMs: 0 }
  }

  /** Leaves a fire that has to wait for others for somebody to take it up again after a while. */
  wait(fire: TakenFire, ms: number): Promise<void> {
    return this.putOff(fire, ms, 'null')
  }

  /** Leaves a fire that could not be started for somebody to try again after a while. */
  tryLater(fire: TakenFire, ms: number): Promise<void> {
    return this.putOff(fire, ms, 'coalesce(failing_since, clock_timestamp())')
  }

  private async putOff({ workspaceId, id, attempt }: TakenFire, ms: number, failingSince: string): Promise<void> {
    await ownedTransaction(this.database, 'fire put off', (tx) =>
      tx.query(
        `update schedule_fires set lease_until = clock_timestamp() + make_interval(secs => $4), failing_since = ${failingSince}
         where workspace_id = $1 and id = $2 and attempt = $3 and lease_until is not null`,
        [workspaceId, id, attempt, ms / 1000],
      ),
    )
  }

  /** Writes how fires ended, of any workspaces with one statement. */
  async settle(settlements: readonly Settlement[]): Promise<void> {
    const column = <T>(value: (settlement: Settlement) => T) => settlements.map(value)
    await ownedTransaction(this.database, 'fires settled', (tx) =>
      tx.query(
        `update schedule_fires f set lease_until = null, settled_at = clock_timestamp(), outcome = t.outcome,
           reason = t.reason, execution_id = t.execution_id, running = t.running
         from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::uuid[], $7::boolean[])
           as t(workspace_id, id, attempt, outcome, reason, execution_id, running)
         where f.workspace_id = t.workspace_id and f.id = t.id and f.attempt = t.attempt and f.lease_until is not null`,
        [
          column(({ fire }) => fire.workspaceId),
          column(({ fire }) => fire.id),
          column(({ fire }) => fire.attempt),
          column(({ outcome }) => outcome),
          column(({ reason }) => reason ?? null),
          column(({ executionId }) => executionId ?? null),
          column(({ running }) => running ?? false),
        ],
      ),
    )
  }

  /** Drops history that was settled longer ago than this. */
  async drop(days: number): Promise<void> {
    await this.database.system('fire history retention', (tx) =>
      tx.query(
        `delete from schedule_fires where settled_at < now() - make_interval(days => $1) and lease_until is null`,
        [days],
      ),
    )
  }
}
