import { MemberRemoved } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'
import { deleteMember } from '../adapters/postgres/members.js'
import type { Member } from '../domain/member.js'
import { assertOwnerStays } from './assert-owner-stays.js'

/**
 * Ends a membership and tells the others, who end what it opened.
 *
 * @throws LastOwner
 */
export async function endMembership(tx: Transaction, member: Member, now: Date): Promise<void> {
  await assertOwnerStays(tx, member)
  await deleteMember(tx, member.userId)
  await tx.publish(MemberRemoved, member.userId, { userId: member.userId, removedAt: now.toISOString() })
}
