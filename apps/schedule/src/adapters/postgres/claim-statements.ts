import { TAKEN_COLUMNS } from './taken-fire-row.js'
import { SCHEDULE_COLUMNS } from './schedule-row.js'

/** Of what is due the oldest so many are looked at to let workspaces take turns. */
const LOOKED_AT = 2000

/**
 * Schedules that are due, workspaces in turn. What another process is claiming is skipped before the limit counts: the
 * limit below the lock would choose the same rows everywhere. `statement_timestamp()`, which stands still
 * for a statement, lets the index end the search where `clock_timestamp()` would have it read through.
 */
export const LOCK_DUE_SCHEDULES = `
  with oldest as materialized (
    select workspace_id, id, next_due_at as since from schedules where next_due_at <= statement_timestamp()
    order by next_due_at limit ${LOOKED_AT}
  ), turns as (
    select *, row_number() over (partition by workspace_id order by since) as turn from oldest
  )
  select ${SCHEDULE_COLUMNS}, clock_timestamp() as now
  from turns t join schedules s using (workspace_id, id)
  where s.next_due_at <= statement_timestamp()
  order by t.turn, t.since limit $1
  for update of s skip locked`

/** Fires of claimed schedules: those to be started are leased to the claimer, missed ones are settled. */
export const INSERT_FIRES = `
  insert into schedule_fires (workspace_id, id, schedule_id, kind, nominal_at, due_at, fired_at, overlap, attempt,
    lease_until, settled_at, outcome)
  select t.workspace_id, t.id, t.schedule_id, 'scheduled', t.nominal_at, t.due_at, clock_timestamp(), t.overlap, 1,
    case when t.missed then null else clock_timestamp() + make_interval(secs => $8) end,
    case when t.missed then clock_timestamp() end, case when t.missed then 'missed' end
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::boolean[])
    with ordinality as t(workspace_id, id, schedule_id, nominal_at, due_at, overlap, missed, n)
  order by n
  on conflict (schedule_id, nominal_at) do nothing`

export const MOVE_SCHEDULES_ON = `
  update schedules s set next_at = t.next_at, next_due_at = t.next_due_at
  from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[]) as t(workspace_id, id, next_at, next_due_at)
  where s.workspace_id = t.workspace_id and s.id = t.id`

/** The fires among these ids that were written. */
export const READ_FIRES = `
  select ${TAKEN_COLUMNS} from schedule_fires f join schedules s on s.workspace_id = f.workspace_id and s.id = f.schedule_id
  where (f.workspace_id, f.id) in (select * from unnest($1::uuid[], $2::uuid[])) and f.lease_until is not null
  order by f.position`

/**
 * Fires nobody has a lease on any more, workspaces in turn: of processes that are gone, of those who wait, and those that
 * were asked for.
 */
export const TAKE_LAPSED_FIRES = `
  with oldest as materialized (
    select workspace_id, id, lease_until, position from schedule_fires where lease_until <= statement_timestamp()
    order by lease_until limit ${LOOKED_AT}
  ), turns as (
    select *, row_number() over (partition by workspace_id order by lease_until, position) as turn from oldest
  ), lapsed as materialized (
    select f.workspace_id, f.id from turns t join schedule_fires f using (workspace_id, id)
    where f.lease_until <= statement_timestamp()
    order by t.turn, t.lease_until limit $1
    for update of f skip locked
  )
  update schedule_fires f
  set attempt = f.attempt + 1, lease_until = clock_timestamp() + make_interval(secs => $2)
  from lapsed l, schedules s
  where f.workspace_id = l.workspace_id and f.id = l.id and s.workspace_id = f.workspace_id and s.id = f.schedule_id
  returning ${TAKEN_COLUMNS}`

/** Milliseconds until something is to be done. */
export const NEXT_WORK = `
  select (extract(epoch from least(
    (select min(next_due_at) from schedules where next_due_at is not null),
    (select min(lease_until) from schedule_fires where lease_until is not null)) - clock_timestamp()) * 1000)::float8 as ms`
