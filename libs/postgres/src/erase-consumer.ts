import { WorkspaceDeleted } from '@linkflow/contracts'
import type { EventOutcome, Subscription, Transport } from '@linkflow/messaging'
import type { Database } from './database.js'
import { eraseWorkspace } from './erase-workspace.js'
import { lastErased } from './erased-workspaces.js'
import { consumerName, consumerOptions } from './event-consumer.js'

const RETRY_MS = 10_000

/** The consumer by which a service hears of workspaces that are deleted. */
export function eraseConsumer(service: string): { name: string; filterSubjects: readonly string[] } {
  return { name: consumerName(service, 'erase-workspace'), filterSubjects: [`${WorkspaceDeleted.subject}.>`] }
}

/**
 * Erases workspaces as they are deleted. Erasing may be repeated, so there is no inbox; it is tried until it succeeds,
 * because it must not be given up.
 */
export function consumeErasure(
  db: Database,
  transport: Transport,
  onError: (error: unknown) => void,
): Promise<Subscription> {
  const { name, filterSubjects } = eraseConsumer(db.service)
  return transport.consume(consumerOptions(name, filterSubjects), async ({ data }): Promise<EventOutcome> => {
    try {
      await eraseWorkspace(db, WorkspaceDeleted.data.parse(data).workspaceId)
      return 'ack'
    } catch (error) {
      onError(error)
      return { retryAfterMs: RETRY_MS }
    }
  })
}

/** Erases once more what was written by those who did not know yet that the workspace is gone. */
export async function sweepErased(db: Database): Promise<void> {
  for (const workspaceId of await db.system('workspaces erased lately', lastErased))
    await eraseWorkspace(db, workspaceId)
}
