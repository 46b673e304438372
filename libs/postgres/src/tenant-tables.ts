import { deletionOrder } from './deletion-order.js'
import type { ForeignKey } from './deletion-order.js'
import type { Dependent } from './schema.js'
import type { Reader } from './transaction.js'

/** A table that holds rows of workspaces. Names are quoted where they must be. */
export interface TenantTable {
  name: string
  /** An index that begins with the workspace leads to its rows. */
  isIndexed: boolean
  isPartitioned: boolean
  /** Columns of the primary key. */
  key: string[]
  /** Refers to itself: its rows cannot go in parts. */
  isTree: boolean
  /** Tables whose rows go with its rows, in this order. */
  dependents: Dependent[]
}

const TABLES = `
  select format('%I', c.relname) as name, c.relkind = 'p' as "isPartitioned",
    exists (select from pg_index i where i.indrelid = c.oid and i.indisvalid and i.indpred is null
      and i.indkey[0] = a.attnum) as "isIndexed",
    array(select format('%I', k.attname) from pg_index i, unnest(i.indkey) with ordinality u(attnum, place)
      join pg_attribute k on k.attnum = u.attnum
      where i.indrelid = c.oid and i.indisprimary and k.attrelid = c.oid order by place) as key
  from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`

const FOREIGN_KEYS = `
  select format('%I', child.relname) as "from", format('%I', parent.relname) as "to" from pg_constraint k
    join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
  where k.contype = 'f' and k.connamespace = current_schema()::regnamespace`

/**
 * The tables that hold rows of workspaces, those that refer to others first. A dependent one that no index leads to is
 * left out: it is emptied with the table it hangs on.
 */
export async function tenantTables(reader: Reader, dependents: readonly Dependent[]): Promise<TenantTable[]> {
  const found = await reader.query<Omit<TenantTable, 'isTree' | 'dependents'>>(TABLES)
  const keys = await reader.query<ForeignKey>(FOREIGN_KEYS)
  const byName = new Map(found.map((table) => [table.name, table]))
  return deletionOrder([...byName.keys()], keys)
    .map((name) => ({
      ...byName.get(name)!,
      isTree: keys.some(({ from, to }) => from === name && to === name),
      dependents: dependents.filter(({ of }) => of === name),
    }))
    .filter(({ name, isIndexed }) => isIndexed || !dependents.some(({ table }) => table === name))
}
