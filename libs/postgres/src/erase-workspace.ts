import type { Database } from './database.js'
import { emptyTable } from './empty-table.js'
import type { MayGoOn } from './empty-table.js'
import { markErased } from './erased-workspaces.js'
import { tenantTables } from './tenant-tables.js'

/**
 * Deletes all that a service keeps of a workspace: the rows of every table with a `workspace_id`, whichever there are, and
 * its dead letters. From then on the service's consumers ignore the workspace's events. May be repeated, and goes on
 * where it was interrupted. `mayGoOn` is asked in the transaction of every step; false when it said no.
 */
export async function eraseWorkspace(
  db: Database,
  workspaceId: string,
  mayGoOn: MayGoOn = async () => true,
): Promise<boolean> {
  await db.system('erase a workspace', async (tx) => {
    await markErased(tx, workspaceId)
    await tx.execute(`delete from dead_letters where subject like '%.' || $1`, [workspaceId])
  })
  const tables = await db.read({ workspaceId }, (reader) => tenantTables(reader, db.dependents))
  for (const table of tables) if (!(await emptyTable(db, { workspaceId, table, mayGoOn }))) return false
  return true
}
