import type { Transaction } from '@linkflow/postgres'
import type { Plan } from '../../domain/plan.js'

/**
 * Stores the plans on offer and gives those that were on offer once: who has one keeps it, whatever the configuration
 * says by now.
 */
export async function offerPlans(tx: Transaction, plans: readonly Plan[], now: Date): Promise<Plan[]> {
  // Replicas that start together would lock the rows in different orders.
  await tx.query(`select pg_advisory_xact_lock(hashtext('linkflow/billing-plans'))`)
  for (const plan of plans)
    await tx.query(
      `insert into plans (id, definition, offered, updated_at) values ($1, $2, true, $3)
       on conflict (id) do update set definition = excluded.definition, offered = true, updated_at = excluded.updated_at`,
      [plan.id, JSON.stringify(plan), now],
    )
  const former = await tx.query<{ definition: Plan }>(
    `update plans set offered = false where id <> all($1) returning definition`,
    [plans.map(({ id }) => id)],
  )
  return former.map(({ definition }) => definition)
}
