/** $1 id, $2 key, $3 workspace, $4 user, $5 channel, $6 about, $7 recipient, $8 sealed, $9 state, $10 due, $11 created, $12 finished */
export const INSERT_MESSAGE = `
  insert into outgoing_messages as m (id, key, workspace_id, user_id, channel, about, recipient, sealed, state, due_at,
    created_at, finished_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  on conflict (key) do update set key = m.key
  returning id, state`

/**
 * $1 now, $2 length of the lease in ms, $3 lease, $4 how many. Other processes pass over what is being taken; whether a lease
 * has ended is for the clock of the database to say, since theirs differ. When it is due moves as well: processes of the
 * release before know no other lease, and a rolling update has both.
 */
export const CLAIM_MESSAGES = `
  update outgoing_messages set leased_until = now() + $2 * interval '1 ms', due_at = now() + $2 * interval '1 ms',
    lease_id = $3, attempts = attempts + 1
  where id in (
    select id from outgoing_messages
    where state = 'queued' and due_at <= $1 and (leased_until is null or leased_until <= now())
    order by due_at limit $4 for update skip locked
  )
  returning *`

/** $1 id, $2 lease, $3 state, $4 provider, $5 error, $6 due, $7 now. What is done says nothing any more. */
export const SETTLE_MESSAGE = `
  update outgoing_messages set state = $3, provider = coalesce($4, provider), error = $5, due_at = $6, lease_id = null,
    leased_until = null,
    finished_at = case when $3 <> 'queued' then $7::timestamptz end,
    sealed = case when $3 in ('queued', 'not-configured') then sealed end
  where id = $1 and lease_id = $2 and state = 'queued'`

/** $1 workspace, $2 and $3 cursor, $4 how many */
export const LIST_MESSAGES = `
  select id, key, workspace_id, user_id, channel, about, recipient, state, attempts, due_at, provider, error, created_at,
    finished_at
  from outgoing_messages
  where workspace_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
  order by created_at desc, id desc limit $4`

/** $1 now */
export const QUEUE_STATE = `
  select count(*)::int as depth, min(due_at) filter (where due_at <= $1 and leased_until is null) as oldest
  from outgoing_messages where state = 'queued'`
