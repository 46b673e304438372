import type { Overlap } from '@linkflow/contracts'
import { newId, Unavailable } from '@linkflow/kernel'
import type { Transaction } from '@linkflow/postgres'
import type { Fire } from '../../domain/fire.js'
import type { Schedule } from '../../domain/schedule.js'
import { firesBetween } from '../../domain/timing.js'
import { FIRE_COLUMNS, toFire } from './fire-row.js'
import type { FireRow } from './fire-row.js'

/** More are not run of one schedule in one millisecond, which its lock makes take turns. */
const TRIED_MS = 1_000

/** Fires that somebody asked for, inside a transaction that holds the schedule's lock. */
export class FireWriter {
  constructor(private readonly tx: Transaction) {}

  /**
   * A fire at `now`, the database's present, or the first millisecond after it that is nobody's: neither fired nor one of the
   * schedule's own times, which would be taken from it. It overlaps with whatever runs.
   *
   * @throws Unavailable when none is free for now
   */
  async insertManual(schedule: Schedule, now: number): Promise<Fire> {
    const own = firesBetween(schedule, now - 1, { until: now + TRIED_MS, limit: TRIED_MS })
    const [row] = await this.tx.query<FireRow>(
      `with free as (
         select $4::timestamptz + n * interval '1 millisecond' as at from generate_series(0, $5) n
         where $4::timestamptz + n * interval '1 millisecond' <> all ($6::timestamptz[])
           and not exists (
             select from schedule_fires
             where schedule_id = $3 and nominal_at = $4::timestamptz + n * interval '1 millisecond')
         order by n limit 1)
       insert into schedule_fires (workspace_id, id, schedule_id, kind, nominal_at, due_at, fired_at, overlap, attempt,
         lease_until)
       select $1, $2, $3, 'manual', at, at, $4, 'allow', 0, now() from free returning ${FIRE_COLUMNS}`,
      [this.tx.workspaceId, newId(), schedule.id, new Date(now), TRIED_MS, own.map((at) => new Date(at))],
    )
    if (!row) throw Unavailable({ service: 'schedule' })
    return toFire(row)
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
