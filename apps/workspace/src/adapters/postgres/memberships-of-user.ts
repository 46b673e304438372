import { MemberRemoved, NO_WORKSPACE, WorkspaceDeleted } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'
import type { MembershipToEnd } from '../../domain/membership-to-end.js'
import { deleteWorkspace } from './delete-workspace.js'

/** Locks all workspaces of a user in a system transaction and tells who else is there. */
export async function lockMemberships(tx: Transaction, userId: string): Promise<MembershipToEnd[]> {
  // Before anything is counted: what is counted then stays true. Always in the same order, against deadlocks.
  await tx.query(
    `select 1 from workspaces where workspace_id in (select workspace_id from workspace_members where user_id = $1)
     order by workspace_id for update`,
    [userId],
  )
  return tx.query<MembershipToEnd>(
    `select w.workspace_id as "workspaceId", w.name, m.role,
       (select count(*)::int from workspace_members o where o.workspace_id = w.workspace_id and o.user_id <> $1)
         as "others",
       (select count(*)::int from workspace_members o
         where o.workspace_id = w.workspace_id and o.user_id <> $1 and o.role = 'owner') as "otherOwners"
     from workspace_members m join workspaces w using (workspace_id) where m.user_id = $1 order by w.workspace_id`,
    [userId],
  )
}

/**
 * Ends memberships in a system transaction, deletes the workspaces that nobody is left in, and withdraws the invitations
 * to the user and by them.
 */
export async function endMemberships(
  tx: Transaction,
  { userId, emailHash }: { userId: string; emailHash: string },
  { memberships, now }: { memberships: readonly MembershipToEnd[]; now: Date },
): Promise<void> {
  const removed = { userId, removedAt: now.toISOString() }
  for (const { workspaceId, others } of memberships)
    if (others === 0) {
      await deleteWorkspace(tx, workspaceId)
      await tx.publish(WorkspaceDeleted, workspaceId, { workspaceId }, NO_WORKSPACE)
    } else {
      await tx.execute(`delete from workspace_members where workspace_id = $1 and user_id = $2`, [workspaceId, userId])
      await tx.publish(MemberRemoved, userId, removed, workspaceId)
    }
  await tx.execute(
    `delete from invitations where invited_by = $1 or encode(sha256(convert_to(email, 'UTF8')), 'hex') = $2`,
    [userId, emailHash],
  )
}
