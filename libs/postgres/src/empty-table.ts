import type { Database } from './database.js'
import type { TenantTable } from './tenant-tables.js'
import type { Transaction } from './transaction.js'

/** Rows deleted by one statement: locks are held for moments, and what was deleted stays so when the next one fails. */
const BATCH = 5_000
/** Rows that take their dependents with them, of which each may have many. */
const FAMILIES = 200
/** Pages of a table without an index that one statement reads. */
const PAGES = 4_096

/** Asked in a transaction before it deletes: whether to go on. */
export type MayGoOn = (tx: Transaction) => Promise<boolean>

interface Emptying {
  workspaceId: string
  table: TenantTable
  mayGoOn: MayGoOn
}

/** Deletes a workspace's rows of a table in steps, each a transaction of its own; false when it may not go on. */
export async function emptyTable(db: Database, { workspaceId, table, mayGoOn }: Emptying): Promise<boolean> {
  const step = stepOf(table)
  let more = true
  while (more) {
    const outcome = await db.transact({ workspaceId }, async (tx) => {
      if (!(await mayGoOn(tx))) return 'stopped' as const
      // What is append-only to everybody else lets us. Indexes are walked in order, which, unlike the other ways, passes
      // over the entries of what earlier steps have deleted only once.
      await tx.query(
        `select set_config('app.erasing', 'on', true), set_config('enable_bitmapscan', 'off', true),
           set_config('enable_seqscan', 'off', true)`,
      )
      return step(tx)
    })
    if (outcome === 'stopped') return false
    more = outcome
  }
  return true
}

/** Deletes some rows of a workspace; true when there may be more. */
type Step = (tx: Transaction) => Promise<boolean>

function stepOf(table: TenantTable): Step {
  if (table.isTree) return (tx) => deleteAll(tx, table)
  if (table.dependents.length > 0) return (tx) => deleteFamilies(tx, table)
  if (table.isIndexed) return (tx) => deleteSome(tx, table)
  return walk(table)
}

const all = ({ name }: TenantTable) => `delete from ${name} where workspace_id = $1`

async function deleteAll(tx: Transaction, table: TenantTable): Promise<boolean> {
  await tx.execute(all(table), [tx.workspaceId])
  return false
}

async function deleteSome(tx: Transaction, table: TenantTable): Promise<boolean> {
  const { name, isPartitioned, key } = table
  // Partitions number their rows each for itself: there, only the key tells rows apart.
  const row = isPartitioned ? key.join(', ') : 'ctid'
  const some = `select ${row} from ${name} where workspace_id = $1 limit ${BATCH}`
  const chosen = isPartitioned && key.length > 1 ? `(${row}) in (${some})` : `${row} = any(array(${some}))`
  return (await tx.execute(`${all(table)} and ${chosen}`, [tx.workspaceId])) > 0
}

/** Dependents first, in statements of their own: each sees what was written by whom the one before it waited for. */
async function deleteFamilies(tx: Transaction, table: TenantTable): Promise<boolean> {
  const { workspaceId } = tx
  const [key] = table.key
  const heads = await tx.query<{ key: unknown }>(
    `select ${key} as key from ${table.name} where workspace_id = $1 order by ${key} limit ${FAMILIES}`,
    [workspaceId],
  )
  const keys = heads.map(({ key }) => key)
  for (const { table: name, by } of table.dependents)
    await tx.execute(`delete from ${name} where workspace_id = $1 and ${by} = any($2)`, [workspaceId, keys])
  await tx.execute(`${all(table)} and ${key} = any($2)`, [workspaceId, keys])
  return keys.length > 0
}

/** Reads the table once from its first page to its last. */
function walk(table: TenantTable): Step {
  let page = 0
  return async (tx) => {
    const until = page + PAGES
    const within = `ctid >= '(${page},0)'::tid and ctid < '(${until},0)'::tid`
    await tx.execute(`${all(table)} and ${within}`, [tx.workspaceId])
    const [size] = await tx.query<{ pages: string }>(
      `select max(pg_relation_size(relid)) / current_setting('block_size')::bigint as pages from pg_partition_tree($1)`,
      [table.name],
    )
    page = until
    return Number(size?.pages) > until
  }
}
