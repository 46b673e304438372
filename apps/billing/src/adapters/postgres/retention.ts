import type { Transaction } from '@linkflow/postgres'

const BATCH = 5_000

/** What is dropped by age. Invoices are kept: who sends them has to. */
const ages = {
  usage: 'day',
  meter_events: 'day',
  alerts: 'raised_at',
  stripe_events: 'received_at',
} as const
export type AgingTable = keyof typeof ages

/** Drops some rows of a table that are older than `before`; true when there may be more. */
export async function dropOlder(tx: Transaction, table: AgingTable, before: Date): Promise<boolean> {
  const dropped = await tx.execute(
    `delete from ${table} where ctid = any(array(select ctid from ${table} where ${ages[table]} < $1 limit ${BATCH}))`,
    [before],
  )
  return dropped === BATCH
}
