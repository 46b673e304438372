/**
 * $1 workspace, $2 workflow, $3-$5 first failure, $6 how many, $7-$9 last one, $10 end of a new window, $11 now.
 * When nothing is left of the window before, the first failure begins a new one and is told at once; else all are counted.
 */
export const COUNT_FAILURES = `
  insert into failure_groups as g (workspace_id, workflow_id, first_execution_id, first_error, first_at, counted,
    last_execution_id, last_error, last_at, window_until, due_at)
  values ($1, $2, $3, $4, $5, $6::int - 1, $7, $8, $9, $10, $11)
  on conflict (workspace_id, workflow_id) do update set
    first_execution_id = case when g.due_at is null and g.window_until <= $11 then $3::uuid else g.first_execution_id end,
    first_error = case when g.due_at is null and g.window_until <= $11 then $4::text else g.first_error end,
    first_at = case when g.due_at is null and g.window_until <= $11 then $5::timestamptz else g.first_at end,
    counted = case when g.due_at is null and g.window_until <= $11 then $6::int - 1 else g.counted + $6::int end,
    last_execution_id = $7, last_error = $8, last_at = $9,
    window_until = case when g.due_at is null and g.window_until <= $11 then $10::timestamptz else g.window_until end,
    due_at = case when g.due_at is not null then g.due_at
                  when g.window_until <= $11 then $11::timestamptz
                  else g.window_until end`

/**
 * $1 now, $2 length of the lease in ms by the clock of the database, $3 lease, $4 how many. When it is due moves as well:
 * processes of the release before know no other lease, and a rolling update has both.
 */
export const CLAIM_FAILURES = `
  update failure_groups set leased_until = now() + $2 * interval '1 ms', due_at = now() + $2 * interval '1 ms', lease_id = $3
  where (workspace_id, workflow_id) in (
    select workspace_id, workflow_id from failure_groups
    where due_at <= $1 and (leased_until is null or leased_until <= now())
    order by due_at limit $4 for update skip locked
  )
  returning *`

/**
 * $1 workspace, $2 workflow, $3 lease, $4 how many of the counted were told, $5 end of the next window.
 * What was counted while it was told stays for the end of the window.
 */
export const REPORT_FAILURES = `
  update failure_groups set lease_id = null, leased_until = null, first_execution_id = null, first_error = null, first_at = null,
    counted = counted - $4::int,
    window_until = case when $4::int > 0 then $5::timestamptz else window_until end,
    due_at = case when counted = $4::int then null when $4::int > 0 then $5::timestamptz else window_until end
  where workspace_id = $1 and workflow_id = $2 and lease_id = $3`
