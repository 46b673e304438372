import { WorkspaceNotFound } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'

/**
 * Locks the workspace until the transaction ends, and gives its name. Every change to members, roles and invitations
 * begins with it: what it decides on (the last owner, the count of members, a role in use) then stays true.
 *
 * @throws WorkspaceNotFound
 */
export async function lockWorkspace(tx: Transaction): Promise<{ name: string }> {
  const [row] = await tx.query<{ name: string }>(`select name from workspaces where workspace_id = $1 for update`, [
    tx.workspaceId,
  ])
  if (!row) throw WorkspaceNotFound()
  return row
}
