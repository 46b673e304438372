import { changeRecorded } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Principal } from '@linkflow/kernel'
import type { Opening } from './database.js'
import type { Transaction } from './transaction.js'

/** Where a change came from: agents are as long as they like. */
const USER_AGENT_CHARACTERS = 512

/**
 * Tells the audit log of a change in the transaction that makes it, when a person or a key of theirs does it: there is
 * no change without an entry, and no entry without a change.
 */
export async function recordChange(
  tx: Transaction,
  { change, principal, client }: Opening,
  { service, answer }: { service: string; answer: unknown },
): Promise<void> {
  const contract = [...changeRecorded.values()].find((event) => event.service === service)
  const person = principal && personOf(principal)
  if (!change || change.recorded || !person || !contract) return
  const { action, collection } = change
  const made = collection === undefined ? undefined : idOf(answer)
  const resource = made === undefined ? change.resource : `${collection}/${made}`
  // One person's entries stay in order; those of others need not wait for them.
  await tx.publish(contract, `change:${person.userId}`, {
    id: newId(),
    at: new Date().toISOString(),
    ...person,
    action,
    resource,
    ip: client?.ip,
    userAgent: client?.userAgent?.slice(0, USER_AGENT_CHARACTERS),
  })
}

function personOf(principal: Principal): { userId: string; apiKeyId?: string } | undefined {
  if (principal.kind === 'user') return { userId: principal.id }
  return principal.kind === 'api-key' ? { userId: principal.userId, apiKeyId: principal.id } : undefined
}

function idOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('id' in answer)) return undefined
  return typeof answer.id === 'string' ? answer.id : undefined
}
