import type { Database } from './database.js'
import { deletionOrder } from './deletion-order.js'
import type { ForeignKey } from './deletion-order.js'
import { markErased } from './erased-workspaces.js'

/** Rows deleted by one statement: locks are held for moments, and what was deleted stays so when the next one fails. */
const BATCH = 5_000

interface TenantTable {
  name: string
  /** Refers to itself: its rows cannot go in parts. */
  isTree: boolean
}

/**
 * Deletes all that a service keeps of a workspace: the rows of every table with a `workspace_id`, whichever there are, and
 * its dead letters. From then on the service's consumers ignore the workspace's events. May be repeated, and goes on
 * where it was interrupted.
 */
export async function eraseWorkspace(db: Database, workspaceId: string): Promise<void> {
  await db.system('erase a workspace', async (tx) => {
    await markErased(tx, workspaceId)
    await tx.execute(`delete from dead_letters where subject like '%.' || $1`, [workspaceId])
  })
  for (const table of await tablesOf(db, workspaceId)) await empty(db, workspaceId, table)
}

async function empty(db: Database, workspaceId: string, { name, isTree }: TenantTable): Promise<void> {
  const all = `delete from ${name} where workspace_id = $1`
  // A partition numbers its rows by itself: together with the partition the number is unique.
  const some = `${all} and (tableoid, ctid) in (select tableoid, ctid from ${name} where workspace_id = $1 limit ${BATCH})`
  let deleted: number
  do
    deleted = await db.transact({ workspaceId }, async (tx) => {
      // What is append-only to everybody else lets us.
      await tx.query(`select set_config('app.erasing', 'on', true)`)
      return tx.execute(isTree ? all : some, [workspaceId])
    })
  while (!isTree && deleted > 0)
}

/** The tables that hold rows of workspaces, those that refer to others first. */
async function tablesOf(db: Database, workspaceId: string): Promise<TenantTable[]> {
  return db.read({ workspaceId }, async (reader) => {
    const tables = await reader.query<{ name: string }>(
      `select format('%I', c.relname) as name from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
       where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
    )
    const keys = await reader.query<ForeignKey>(
      `select format('%I', child.relname) as "from", format('%I', parent.relname) as "to" from pg_constraint k
         join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
       where k.contype = 'f' and k.connamespace = current_schema()::regnamespace`,
    )
    const names = deletionOrder(
      tables.map(({ name }) => name),
      keys,
    )
    return names.map((name) => ({ name, isTree: keys.some(({ from, to }) => from === name && to === name) }))
  })
}
