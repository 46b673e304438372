import { MemberRemoved } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'
import { deleteInvitationsBy } from '../adapters/postgres/invitations.js'
import { deleteMember } from '../adapters/postgres/members.js'
import type { Member } from '../domain/member.js'
import { assertOwnerStays } from './assert-owner-stays.js'

/**
 * Ends a membership with the invitations that the member sent and that wait for an answer, and tells the others, who end what it opened.
 *
 * @throws LastOwner
 */
export async function endMembership(tx: Transaction, member: Member, now: Date): Promise<void> {
  await assertOwnerStays(tx, member)
  await deleteMember(tx, member.userId)
  // What they offered was theirs to give only while they belonged here.
  await deleteInvitationsBy(tx, member.userId)
  await tx.publish(MemberRemoved, member.userId, { userId: member.userId, removedAt: now.toISOString() })
}
