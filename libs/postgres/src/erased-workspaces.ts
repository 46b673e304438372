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

/** Whether a workspace was erased. It is not while the transaction lasts: {@link markErased} waits for its end. */
export async function isErased(tx: Transaction, workspaceId: string): Promise<boolean> {
  await tx.query(`select pg_advisory_xact_lock_shared(hashtextextended(current_schema() || $1, 0))`, [workspaceId])
  const rows = await tx.query(`select 1 from inbox where consumer = $1 and message_id = $2`, [ERASED, workspaceId])
  return rows.length > 0
}

/** Workspaces erased within the last hour: until then a request or an execution under way may still have written. */
export async function lastErased(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ message_id: string }>(
    `select message_id from inbox where consumer = $1 and processed_at > now() - interval '1 hour'`,
    [ERASED],
  )
  return rows.map(({ message_id: id }) => id)
}
