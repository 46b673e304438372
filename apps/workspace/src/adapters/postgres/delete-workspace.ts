import type { RoleRef } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'

/** Locks a workspace in a system transaction: its name, and the role of one of its members. */
export async function lockToDelete(
  tx: Transaction,
  { workspaceId, userId }: { workspaceId: string; userId: string },
): Promise<{ name: string; role: RoleRef | null } | undefined> {
  const [row] = await tx.query<{ name: string; role: RoleRef | null }>(
    `select w.name, (select role from workspace_members m where m.workspace_id = w.workspace_id and m.user_id = $2) as role
     from workspaces w where w.workspace_id = $1 for update`,
    [workspaceId, userId],
  )
  return row
}

/** Members, invitations and roles go with it; the rest is erased by whoever hears of it. */
export async function deleteWorkspace(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.execute(`delete from workspaces where workspace_id = $1`, [workspaceId])
}
