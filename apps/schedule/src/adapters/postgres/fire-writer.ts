import type { Overlap } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Transaction } from '@linkflow/postgres'
import type { Fire } from '../../domain/fire.js'
import type { Schedule } from '../../domain/schedule.js'
import { FIRE_COLUMNS, toFire } from './fire-row.js'
import type { FireRow } from './fire-row.js'

/** Fires that somebody asked for, inside a transaction that holds the schedule's lock. */
export class FireWriter {
  constructor(private readonly tx: Transaction) {}

  /** A fire at the database's present; it overlaps with whatever runs. */
  async insertNow(schedule: Schedule): Promise<Fire> {
    // The schedule's lock keeps everybody from its times; a time that has fired already is moved on from.
    const [row] = await this.tx.query<FireRow>(
      `with moment as (select date_trunc('milliseconds', clock_timestamp()) as now),
         free as (
           select now + n * interval '1 millisecond' as at from moment, generate_series(0, 1000) n
           where not exists (
             select from schedule_fires where schedule_id = $3 and nominal_at = now + n * interval '1 millisecond')
           order by n limit 1)
       insert into schedule_fires (workspace_id, id, schedule_id, kind, nominal_at, due_at, fired_at, overlap, attempt,
         lease_until)
       select $1, $2, $3, 'manual', at, at, now, 'allow', 0, now() from moment, free returning ${FIRE_COLUMNS}`,
      [this.tx.workspaceId, newId(), schedule.id],
    )
    return toFire(row!)
  }

  /**
   * Fires at these nominal times, unless they have started already: what was skipped, missed or failed is given another
   * chance. Tells how many there are.
   */
  async insertBackfill(schedule: Schedule, nominals: readonly number[], overlap: Overlap): Promise<number> {
    const rows = await this.tx.query(
      `insert into schedule_fires as f (workspace_id, id, schedule_id, kind, nominal_at, due_at, fired_at, overlap, attempt,
         lease_until)
       select $1, t.id, $2, 'backfill', t.at, t.at, now(), $3, 0, now()
       from unnest($4::uuid[], $5::timestamptz[]) with ordinality as t(id, at, n) order by n
       on conflict (schedule_id, nominal_at) do update set kind = excluded.kind, fired_at = excluded.fired_at,
         overlap = excluded.overlap, position = default, lease_until = excluded.lease_until, outcome = null, reason = null,
         settled_at = null, decided = false, failing_since = null
       where f.outcome in ('skipped', 'missed', 'failed')
       returning f.id`,
      [this.tx.workspaceId, schedule.id, overlap, nominals.map(() => newId()), nominals.map((at) => new Date(at))],
    )
    return rows.length
  }
}
