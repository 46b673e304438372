import type { EventHeaders, EventMessage, StreamIdentity } from '@linkflow/messaging'
import type { Transaction } from './transaction.js'

/** Partitions of keys that are sent side by side, by one process each. */
const PARTITIONS = 4
const SENT_KEPT = '7 days'
const INBOX_KEPT = '21 days'
const ANSWER_KEPT = '2 days'

interface OutboxRow {
  id: string
  subject: string
  key: string
  key_seq: string
  data: Buffer
  headers: string
}

/** Locks the partitions that no other process sends right now, until the transaction ends. */
export async function lockPartitions(tx: Transaction, service: string): Promise<number[]> {
  const rows = await tx.query<{ partition: number }>(
    `select p as partition from generate_series(0, ${PARTITIONS - 1}) p where pg_try_advisory_xact_lock(hashtext($1), p)`,
    [`linkflow/outbox/${service}`],
  )
  return rows.map(({ partition }) => partition)
}

/** The oldest events of the partitions that were not sent yet, without those of `skippedKeys`. */
export async function unsent(
  tx: Transaction,
  { partitions, skippedKeys, limit }: { partitions: number[]; skippedKeys: string[]; limit: number },
): Promise<EventMessage[]> {
  const rows = await tx.query<OutboxRow>(
    `select id, subject, key, key_seq, data, headers from outbox
     where sent_at is null and (hashtext(key) & ${PARTITIONS - 1}) = any($1::int[]) and key <> all($2::text[])
     order by position limit $3`,
    [partitions, skippedKeys, limit],
  )
  return rows.map((row) => ({
    id: row.id,
    subject: row.subject,
    key: row.key,
    seq: Number(row.key_seq),
    data: JSON.parse(row.data.toString('utf8')),
    headers: JSON.parse(row.headers) as EventHeaders,
  }))
}

export async function markSent(tx: Transaction, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.query(`update outbox set sent_at = now() where id = any($1::uuid[])`, [ids])
}

/**
 * Compares the event stream with the one of last time. One that was made anew or lost its end gets everything again that
 * is still kept; the first one ever seen does not. The state is locked while the stream is asked: otherwise an answer
 * that is older than what another process has stored would look like a loss.
 */
export async function noticeNewStream(tx: Transaction, ask: () => Promise<StreamIdentity>): Promise<void> {
  const [known] = await tx.query<{ stream_created_at: string; stream_last_seq: string }>(
    `select stream_created_at, stream_last_seq from relay_state for update`,
  )
  const { createdAt, lastSeq } = await ask()
  const knownSeq = Number(known?.stream_last_seq)
  if (known?.stream_created_at === createdAt && knownSeq === lastSeq) return
  await tx.query(
    `insert into relay_state (id, stream_created_at, stream_last_seq) values (1, $1, $2)
     on conflict (id) do update
     set stream_created_at = excluded.stream_created_at, stream_last_seq = excluded.stream_last_seq`,
    [createdAt, lastSeq],
  )
  if (known && (known.stream_created_at !== createdAt || knownSeq > lastSeq))
    await tx.query(`update outbox set sent_at = null where sent_at > now() - interval '${SENT_KEPT}'`)
}

/** Deletes what nobody will ask for any more. The inbox remembers longer than anybody resends. */
export async function forgetOld(tx: Transaction): Promise<void> {
  await tx.query(`delete from outbox where sent_at < now() - interval '${SENT_KEPT}'`)
  await tx.query(`delete from inbox where processed_at < now() - interval '${INBOX_KEPT}'`)
  await tx.query(`delete from idempotency_keys where created_at < now() - interval '${ANSWER_KEPT}'`)
}
