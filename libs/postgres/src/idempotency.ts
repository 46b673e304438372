import { IdempotencyConflict, IdempotencyInFlight } from '@linkflow/kernel'
import type { Transaction } from './transaction.js'

/** The `Idempotency-Key` of a creating request. */
export interface Idempotency {
  contract: string
  key: string
  bodyHash: string
}

/**
 * Runs `fn` for the first request with a key and keeps its answer in the same transaction; a repeat is given that answer.
 * A transaction that is undone frees its key.
 *
 * @throws IdempotencyConflict when the key was used with another body
 */
export async function once<T>(
  tx: Transaction,
  { contract, key, bodyHash }: Idempotency,
  fn: () => Promise<T>,
): Promise<T> {
  const place = [tx.workspaceId, contract, key]
  // A concurrent request with the same key waits here for the first one's commit.
  const isFirst = await tx.execute(
    `insert into idempotency_keys (workspace_id, contract, key, body_hash) values ($1, $2, $3, $4) on conflict do nothing`,
    [...place, bodyHash],
  )
  if (isFirst === 0) {
    const [row] = await tx.query<{ body_hash: string; answer: string | null }>(
      `select body_hash, answer from idempotency_keys where workspace_id = $1 and contract = $2 and key = $3`,
      place,
    )
    if (row && row.body_hash !== bodyHash) throw IdempotencyConflict()
    // Gone since: retention took it, or its transaction was undone. The client tries again.
    if (row?.answer == null) throw IdempotencyInFlight()
    return JSON.parse(row.answer)
  }
  const answer = await fn()
  await tx.execute(`update idempotency_keys set answer = $4 where workspace_id = $1 and contract = $2 and key = $3`, [
    ...place,
    JSON.stringify(answer ?? null),
  ])
  return answer
}
