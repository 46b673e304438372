import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { services } from '@linkflow/standalone'
import { Client as Connection, escapeIdentifier } from 'pg'
import { register } from '../client.js'
import type { Account } from '../client.js'
import { System } from '../system.js'
import { namesTenant, pathOf } from './fixtures.js'
import { guardedOperations } from './operations.js'

interface Table {
  schema: string
  name: string
  /** `schema.name`, quoted. */
  sql: string
  isPartition: boolean
  partitionKey: string[]
  hasWorkspace: boolean
  enabled: boolean
  forced: boolean
  policies: string[]
}

/** Tables that belong to no workspace, and why that is right. */
const withoutWorkspace: Readonly<Record<string, string>> = {
  migrations: 'says which migrations ran',
  inbox: 'says which messages were consumed',
  relay_state: 'says to which stream events were sent',
  dead_letters: 'events that could not be consumed; closed to all but the system role',
  process_leases: 'says which processes run executions',
  users: 'people are in several workspaces; closed to all but the system role',
  sessions: 'belong to people; closed to all but the system role',
  mailed_tokens: 'belong to people; closed to all but the system role',
  plans: 'belong to the installation; closed to all but the system role',
  stripe_events: 'stored before anybody knows whose they are; closed to all but the system role',
  key_checks: 'proves that the key-encryption keys are the right ones; closed to all but the system role',
}

/** Tables of workspaces that erasing one of them reads from end to end, and why that is right. */
const readThrough: Readonly<Record<string, string>> = {
  outbox: 'holds seven days; an index would cost every event',
  digest_items: 'holds what waits for the next digest',
}

let system: System
let tables: Table[]
let schemas: string[]
let ann: Account

beforeAll(async () => {
  system = await System.start('standalone', { env: { RATE_LIMIT_PRINCIPAL: '0' } })
  ann = await register(system.url)
  for (const operation of guardedOperations.filter(namesTenant)) await pathOf(operation, ann)
  tables = await system.database.query<Table>(LIST_TABLES)
  for (const table of tables) table.sql = `${escapeIdentifier(table.schema)}.${escapeIdentifier(table.name)}`
  schemas = [...new Set(tables.map(({ schema }) => schema))]
})
afterAll(() => system?.stop())

const LIST_TABLES = `
  select n.nspname as schema, c.relname as name, c.relispartition as "isPartition",
    c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)
      as "hasWorkspace",
    array(select polname::text from pg_policy p where p.polrelid = c.oid) as policies,
    array(select a.attname::text from pg_partitioned_table t
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any(t.partattrs::int2[]) where t.partrelid = c.oid)
      as "partitionKey"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'public')
    and n.nspname not like 'pg_%'
  order by 1, 2`

const namesOf = (list: Table[]) => list.map(({ schema, name }) => `${schema}.${name}`)
const tenantTables = () => tables.filter(({ hasWorkspace }) => hasWorkspace)

/** Runs statements in a session of a service's own role, in a transaction that is undone. */
async function as<T>(schema: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = new Connection({ connectionString: system.database.adminUrl })
  await connection.connect()
  try {
    await connection.query(`set session authorization ${escapeIdentifier(`linkflow_${schema}`)}`)
    return await work(connection)
  } finally {
    await connection.end()
  }
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
const INSUFFICIENT_PRIVILEGE = '42501'

test('a table has a workspace, or there is a reason', () => {
  const unexplained = tables.filter(({ name, hasWorkspace }) => !hasWorkspace && !(name in withoutWorkspace))
  expect(namesOf(unexplained)).toEqual([])
  expect(tenantTables().length).toBeGreaterThan(20)
})

test('row-level security is on and forced for every table of workspaces', () => {
  expect(namesOf(tenantTables().filter(({ enabled, forced }) => !enabled || !forced))).toEqual([])
})

test('rows of a workspace are found without reading those of others, or there is a reason', async () => {
  const unindexed = await system.database.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not like 'pg_%' and c.relname <> all($1)
       and not exists (select from pg_index i where i.indrelid = c.oid and i.indpred is null and i.indkey[0] = a.attnum)`,
    [Object.keys(readThrough)],
  )
  const dependents = services.flatMap(({ schema }) =>
    (schema?.dependents ?? []).map(({ table }) => `${schema?.service}.${table}`),
  )
  expect(unindexed.map(({ name }) => name).filter((name) => !dependents.includes(name))).toEqual([])
})

test('policies are on the tables; a partition has none and so shows nothing by itself', () => {
  const wrong = tenantTables().filter(({ isPartition, policies }) =>
    isPartition ? policies.length > 0 : !policies.includes('tenant'),
  )
  expect(namesOf(wrong)).toEqual([])
})

test('policies are those two kinds, and the system one needs its role', async () => {
  const policies = await system.database.query<{ polname: string; roles: string[]; schema: string }>(
    `select polname, n.nspname as schema, array(select rolname::text from pg_roles where oid = any(polroles)) as roles
     from pg_policy p join pg_class c on c.oid = polrelid join pg_namespace n on n.oid = c.relnamespace`,
  )
  for (const { polname, roles, schema } of policies)
    if (polname === 'system') expect(roles).toEqual([`linkflow_${schema}_system`])
    else expect(polname).toBe('tenant')
})

test('service roles are ordinary ones', async () => {
  const roles = await system.database.query<{ rolname: string }>(
    `select rolname from pg_roles where rolname like 'linkflow\\_%'
     and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolinherit and rolcanlogin)`,
  )
  expect(roles).toEqual([])
  const owners = await system.database.query(
    `select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like 'linkflow\\_%'`,
  )
  expect(owners).toEqual([])
})

describe('as the role of a service', () => {
  test('there is something to hide', async () => {
    const parts = tenantTables().map(({ sql }) => `select exists (select from ${sql}) as filled`)
    const rows = await system.database.query<{ filled: boolean }>(parts.join(' union all '))
    expect(rows.filter(({ filled }) => filled).length).toBeGreaterThan(12)
  })

  test('without a workspace no row shows and none can be written', async () => {
    for (const schema of schemas)
      await as(schema, async (connection) => {
        for (const table of tenantTables().filter((one) => one.schema === schema)) {
          const { rows } = await connection.query(`select exists (select from ${table.sql}) as visible`)
          expect([table.sql, rows[0].visible]).toEqual([table.sql, false])
          expect([table.sql, await insert(connection, table)]).toEqual([table.sql, INSUFFICIENT_PRIVILEGE])
        }
      })
  })

  test('in a workspace only its rows show, and none of another can be written', async () => {
    for (const schema of schemas)
      await as(schema, async (connection) => {
        for (const [workspaceId, others] of [[ann.workspaceId, 'not'] as const, [newId(), ''] as const]) {
          await connection.query(`select set_config('app.workspace_id', $1, false)`, [workspaceId])
          for (const table of tenantTables().filter((one) => one.schema === schema)) {
            const foreign = `exists (select from ${table.sql} where ${others} workspace_id = $1)`
            const { rows } = await connection.query(`select ${foreign} as visible`, [ann.workspaceId])
            expect([table.sql, rows[0].visible]).toEqual([table.sql, false])
            expect([table.sql, await insert(connection, table)]).toEqual([table.sql, INSUFFICIENT_PRIVILEGE])
          }
        }
      })
  })

  test('tables of no workspace that hold people or keys are closed', async () => {
    const closed = ['users', 'sessions', 'mailed_tokens', 'key_checks', 'dead_letters', 'plans', 'stripe_events']
    for (const { schema, sql, name, forced } of tables.filter(({ name }) => closed.includes(name))) {
      expect([name, forced]).toEqual([name, true])
      await as(schema, async (connection) => {
        await connection.query(`select set_config('app.system', 'a lie', false)`)
        const { rows } = await connection.query(`select exists (select from ${sql}) as visible`)
        expect([name, rows[0].visible]).toEqual([name, false])
      })
    }
  })

  test("another service's schema is closed", async () => {
    for (const schema of schemas)
      await as(schema, async (connection) => {
        for (const { sql } of tables.filter((one) => one.schema !== schema && !one.isPartition)) {
          const code = await codeOf(connection.query(`select from ${sql} limit 1`))
          expect([schema, sql, code]).toEqual([schema, sql, INSUFFICIENT_PRIVILEGE])
        }
        for (const other of schemas.filter((one) => one !== schema)) {
          const code = await codeOf(connection.query(`set role ${escapeIdentifier(`linkflow_${other}_system`)}`))
          expect([schema, other, code]).toEqual([schema, other, INSUFFICIENT_PRIVILEGE])
        }
      })
  })

  test('a service may not change its schema', async () => {
    for (const schema of schemas)
      await as(schema, async (connection) => {
        const [first] = tenantTables().filter((one) => one.schema === schema && !one.isPartition)
        const statements = [`alter table ${first!.sql} no force row level security`, `drop table ${first!.sql}`]
        for (const statement of statements)
          expect(await codeOf(connection.query(statement))).toBe(INSUFFICIENT_PRIVILEGE)
      })
  })
})

/** Tries to write a row of a workspace that nobody opened; row-level security is checked before other constraints. */
function insert(connection: Connection, { sql, partitionKey }: Table): Promise<string | undefined> {
  const columns = ['workspace_id', ...partitionKey]
  const places = columns.map((_, index) => `$${index + 1}`)
  const text = `insert into ${sql} (${columns.map(escapeIdentifier).join(', ')}) values (${places.join(', ')})`
  return codeOf(
    connection.query(
      text,
      columns.map(() => newId()),
    ),
  )
}
