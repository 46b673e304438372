import type { Transaction } from './transaction.js'

/** The consumer under which the inbox remembers workspaces that were erased: events are kept for less long than it. */
const ERASED = 'erased-workspaces'

/**
 * Remembers that a workspace was erased; waits for consumers that are at work on its events, so that what they write is
 * there to be erased.
 */
export async function markErased(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended(current_schema() || $1, 0))`, [workspaceId])
  await tx.query(`insert into inbox (consumer, message_id) values ($1, $2) on conflict do nothing`, [
    ERASED,
    workspaceId,
  ])
}

/**
 * Remembers an event for a consumer. False when it knows the event already, or the workspace was erased: it is not while
 * the transaction lasts, because {@link markErased} waits for its end.
 */
export async function isNews(
  tx: Transaction,
  { consumer, messageId, workspaceId }: { consumer: string; messageId: string; workspaceId: string },
): Promise<boolean> {
  const [row] = await tx.query<{ first: boolean }>(
    `with known as (insert into inbox (consumer, message_id) values ($1, $2) on conflict do nothing returning 1)
     select exists (select from known) as first,
       pg_advisory_xact_lock_shared(hashtextextended(current_schema() || $3, 0))`,
    [consumer, messageId, workspaceId],
  )
  if (!row?.first) return false
  // A statement of its own: its snapshot is from after the lock, and so sees who erased while it was waited for.
  const erased = await tx.query(`select 1 from inbox where consumer = $1 and message_id = $2`, [ERASED, workspaceId])
  return erased.length === 0
}

/** Workspaces erased within the last hour: until then a request or an execution under way may still have written. */
export async function lastErased(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ message_id: string }>(
    `select message_id from inbox where consumer = $1 and processed_at > now() - interval '1 hour'`,
    [ERASED],
  )
  return rows.map(({ message_id: id }) => id)
}
