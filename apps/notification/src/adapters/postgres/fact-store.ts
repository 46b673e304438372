import { Inject, Injectable } from '@nestjs/common'
import { newId } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import type { Transaction } from '@linkflow/postgres'
import type { ClaimedFact, Fact } from '../../domain/fact.js'

interface FactRow {
  workspace_id: string
  id: string
  lease_id: string
  fact: Fact
}

/** $1 length of the lease in ms, $2 lease, $3 how many */
const CLAIM_FACTS = `
  update pending_facts set leased_until = now() + $1 * interval '1 ms', lease_id = $2
  where (workspace_id, id) in (
    select workspace_id, id from pending_facts where leased_until is null or leased_until <= now()
    order by created_at limit $3 for update skip locked
  )
  returning workspace_id, id, lease_id, fact`

/** What people are still to be told of; leases go by the clock of the database, the only one all processes share. */
@Injectable()
export class FactStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Keeps a fact in the transaction of the event that tells it. */
  async add(tx: Transaction, id: string, fact: Fact): Promise<void> {
    await tx.query(`insert into pending_facts (workspace_id, id, fact) values ($1, $2, $3) on conflict do nothing`, [
      tx.workspaceId,
      id,
      JSON.stringify(fact),
    ])
  }

  /** Takes facts to tell, oldest first. */
  async claim(limit: number, leaseMs: number): Promise<ClaimedFact[]> {
    const rows = await this.database.system('claim facts', (tx) =>
      tx.query<FactRow>(CLAIM_FACTS, [leaseMs, newId(), limit]),
    )
    return rows.map((row) => ({ id: row.id, workspaceId: row.workspace_id, leaseId: row.lease_id, fact: row.fact }))
  }

  /** Has `tell` write what people are told, and forgets the fact; undefined when somebody else tells it by now. */
  settle<T>({ workspaceId, id, leaseId }: ClaimedFact, tell: (tx: Transaction) => Promise<T>): Promise<T | undefined> {
    return this.database.transact({ workspaceId }, async (tx) => {
      const mine = await tx.execute(`delete from pending_facts where workspace_id = $1 and id = $2 and lease_id = $3`, [
        workspaceId,
        id,
        leaseId,
      ])
      return mine === 0 ? undefined : tell(tx)
    })
  }

  /** Drops what could not be told since `before`. */
  async drop(before: Date): Promise<void> {
    await this.database.system('fact retention', (tx) =>
      tx.query(`delete from pending_facts where created_at < $1`, [before]),
    )
  }
}
