import { LastOwner } from '@linkflow/contracts'
import type { Reader } from '@linkflow/postgres'
import { countOwners } from '../adapters/postgres/members.js'
import type { Member } from '../domain/member.js'

/**
 * Somebody owns the workspace when this member does no longer. Two owners who go at once are told apart by the lock on
 * the workspace.
 *
 * @throws LastOwner
 */
export async function assertOwnerStays(reader: Reader, leaving: Member): Promise<void> {
  if (leaving.role === 'owner' && (await countOwners(reader)) === 1) throw LastOwner()
}
