import type { Database, Transaction } from '@linkflow/postgres'

/**
 * A system transaction that ends when its process stands still. One that is stopped with locks would keep its schedules and
 * fires from everybody: PostgreSQL ends its session then, which undoes what it did.
 */
export function ownedTransaction<T>(
  database: Database,
  reason: string,
  fn: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return database.system(reason, async (tx) => {
    await tx.query(`select set_config('idle_in_transaction_session_timeout', '10s', true)`)
    return fn(tx)
  })
}
