import { WorkspaceDeleted } from '@linkflow/contracts'
import type { EventOutcome, Subscription, Transport } from '@linkflow/messaging'
import type { Database } from './database.js'
import { eraseWorkspace } from './erase-workspace.js'
import { lastErased } from './erased-workspaces.js'
import { consumerName, consumerOptions } from './event-consumer.js'
import type { Transaction } from './transaction.js'

const RETRY_MS = 10_000

/** The consumer by which a service hears of workspaces that are deleted. */
export function eraseConsumer(service: string): { name: string; filterSubjects: readonly string[] } {
  return { name: consumerName(service, 'erase-workspace'), filterSubjects: [`${WorkspaceDeleted.subject}.>`] }
}

/**
 * Erases workspaces as they are deleted. Erasing may be repeated, so there is no inbox; it is tried until it succeeds,
 * because it must not be given up. When it is closed, it stops between two steps, and another process goes on.
 */
export async function consumeErasure(
  db: Database,
  transport: Transport,
  onError: (error: unknown) => void,
): Promise<Subscription> {
  const { name, filterSubjects } = eraseConsumer(db.service)
  let isClosing = false
  const mayGoOn = async () => !isClosing
  const subscription = await transport.consume(
    consumerOptions(name, filterSubjects),
    async ({ data }): Promise<EventOutcome> => {
      try {
        const isErased = await eraseWorkspace(db, WorkspaceDeleted.data.parse(data).workspaceId, mayGoOn)
        return isErased ? 'ack' : { retryAfterMs: RETRY_MS }
      } catch (error) {
        onError(error)
        return { retryAfterMs: RETRY_MS }
      }
    },
  )
  return {
    close: () => {
      isClosing = true
      return subscription.close()
    },
  }
}

/**
 * Erases once more what was written by those who did not know yet that the workspace is gone. Of several processes one
 * goes on; true when that is this one and it came to the end before `isStopping`.
 */
export async function sweepErased(db: Database, isStopping: () => boolean = () => false): Promise<boolean> {
  const mayGoOn = async (tx: Transaction) => !isStopping() && (await isMyTurn(tx))
  for (const workspaceId of await db.system('workspaces erased lately', lastErased))
    if (!(await eraseWorkspace(db, workspaceId, mayGoOn))) return false
  return true
}

/** Held for a step, so that no connection is kept for as long as a sweep takes: who meets another gives way for good. */
async function isMyTurn(tx: Transaction): Promise<boolean> {
  const [row] = await tx.query<{ mine: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('linkflow/sweep/' || current_schema())) as mine`,
  )
  return row?.mine === true
}
