import type { Transaction } from '@linkflow/postgres'

/** What is kept of an event from Stripe. */
export interface StoredStripeEvent {
  id: string
  type: string
  customerId?: string
  createdAt: Date
  receivedAt: Date
}

/**
 * Records an event; false when it was recorded before. Of two deliveries at once the second waits here for the first
 * one's commit.
 */
export async function recordStripeEvent(tx: Transaction, event: StoredStripeEvent): Promise<boolean> {
  const { id, type, customerId, createdAt, receivedAt } = event
  const recorded = await tx.execute(
    `insert into stripe_events (id, type, customer_id, outcome, created_at, received_at)
     values ($1, $2, $3, 'ignored', $4, $5) on conflict do nothing`,
    [id, type, customerId, createdAt, receivedAt],
  )
  return recorded > 0
}

/** Remembers that an event had an effect. */
export async function markApplied(tx: Transaction, id: string): Promise<void> {
  await tx.query(`update stripe_events set outcome = 'applied' where id = $1`, [id])
}
