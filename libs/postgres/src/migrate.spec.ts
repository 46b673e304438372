import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { EntitySchema } from 'typeorm'
import { newId } from '@linkflow/kernel'
import { DataSource } from 'typeorm'
import { assertReachable } from './administrator.js'
import { dataSourceOptions } from './connection.js'
import { Database } from './database.js'
import { migrate, schemaDifferences } from './migrate.js'
import { EmptyDatabase, SECRET, as, notesSchema } from './notes.fixture.js'
import { StartError } from './problems.js'
import { provision, serviceUrl } from './provision.js'

let empty: EmptyDatabase
beforeEach(async () => {
  empty = await EmptyDatabase.create(process.env.LINKFLOW_TEST_POSTGRES)
})
afterEach(() => empty.drop())

const both = ['CreateMessaging1700000000000', 'CreateNotes1700000000001']

describe('migrating', () => {
  test('runs what is missing, once', async () => {
    await provision(empty.adminUrl, [notesSchema], SECRET)
    expect(await migrate(empty.adminUrl, { ...notesSchema, migrations: notesSchema.migrations.slice(0, 1) })).toEqual([
      both[0],
    ])
    expect(await migrate(empty.adminUrl, notesSchema)).toEqual([both[1]])
    expect(await migrate(empty.adminUrl, notesSchema)).toEqual([])
  })

  test('of several at once one does it and the others wait', async () => {
    await provision(empty.adminUrl, [notesSchema], SECRET)
    const ran = await Promise.all(Array.from({ length: 4 }, () => migrate(empty.adminUrl, notesSchema)))
    expect(ran.flat()).toEqual(both)
  })

  test('keeps what worked when a later migration fails, and lets go of the lock', async () => {
    await provision(empty.adminUrl, [notesSchema], SECRET)
    class Fail1700000000002 {
      static readonly compatibility = 'compatible'
      name = 'Fail1700000000002'
      async up() {
        throw new Error('no')
      }
      async down() {}
    }
    const schema = { ...notesSchema, migrations: [...notesSchema.migrations, Fail1700000000002] }
    await expect(migrate(empty.adminUrl, schema)).rejects.toThrow('no')
    expect(await empty.rows('select name from workflow.migrations order by id')).toEqual(both.map((name) => ({ name })))
    expect(await migrate(empty.adminUrl, notesSchema)).toEqual([])
  })

  test('leaves a service its tables, and the list of migrations only to read', async () => {
    await provision(empty.adminUrl, [notesSchema], SECRET)
    await migrate(empty.adminUrl, notesSchema)
    await as(serviceUrl(empty.adminUrl, 'workflow', SECRET), async (client) => {
      await client.query('select * from workflow.migrations')
      await expect(client.query('delete from workflow.migrations')).rejects.toThrow('permission denied')
      await expect(client.query('create table workflow.x (id int)')).rejects.toThrow('permission denied')
      await expect(client.query('alter table workflow.notes no force row level security')).rejects.toThrow(
        'must be owner',
      )
    })
  })
})

describe('provisioning', () => {
  test('can be repeated, and done by several at once', async () => {
    await provision(empty.adminUrl, [notesSchema], SECRET)
    const again = await Promise.all(Array.from({ length: 4 }, () => provision(empty.adminUrl, [notesSchema], SECRET)))
    expect(again).toEqual(Array.from({ length: 4 }, () => ({ separateRoles: true })))
  })

  test('of several databases of a cluster at once makes their common roles once', async () => {
    const others = await Promise.all(
      Array.from({ length: 3 }, () => EmptyDatabase.create(process.env.LINKFLOW_TEST_POSTGRES)),
    )
    try {
      await Promise.all(others.map(({ adminUrl }) => provision(adminUrl, [notesSchema], SECRET)))
    } finally {
      await Promise.all(others.map((other) => other.drop()))
    }
  })

  test('makes roles that row-level security binds', async () => {
    await provision(empty.adminUrl, [notesSchema], SECRET)
    const roles = await empty.rows(
      `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolinherit, rolcanlogin from pg_roles
       where rolname like 'linkflow_workflow%' order by 1`,
    )
    const bound = { rolsuper: false, rolbypassrls: false, rolcreaterole: false }
    expect(roles).toEqual([
      { rolname: 'linkflow_workflow', ...bound, rolinherit: false, rolcanlogin: true },
      { rolname: 'linkflow_workflow_system', ...bound, rolinherit: true, rolcanlogin: false },
    ])
  })
})

test('a database that cannot be reached is one sentence without the password', async () => {
  const asked = assertReachable('postgres://ann:canary@127.0.0.1:1/x')
  await expect(asked).rejects.toThrow(StartError)
  await expect(asked).rejects.toThrow(/^The database at 127\.0\.0\.1:1\/x cannot be reached \(.*\)\./)
  await expect(asked).rejects.not.toThrow('canary')
  await expect(assertReachable('nonsense')).rejects.toThrow('DATABASE_URL is not a URL')
})

describe('schema differences', () => {
  const columns = {
    workspace_id: { type: 'uuid' },
    id: { type: 'int', primary: true, generated: 'increment' },
    text: { type: 'text' },
  } as const
  const entity = (given: object) =>
    new EntitySchema({ name: 'note', tableName: 'notes', columns: { ...columns, ...given } })

  test('are none where entities and migrations agree', async () => {
    await provision(empty.adminUrl, [notesSchema], SECRET)
    await migrate(empty.adminUrl, notesSchema)
    expect(await schemaDifferences(empty.adminUrl, { ...notesSchema, entities: [entity({})] })).toEqual([])
  })

  test('name what an entity has that the table lacks', async () => {
    await provision(empty.adminUrl, [notesSchema], SECRET)
    await migrate(empty.adminUrl, notesSchema)
    const differences = await schemaDifferences(empty.adminUrl, {
      ...notesSchema,
      entities: [entity({ colour: { type: 'text' } })],
    })
    expect(differences).toEqual([expect.stringContaining('"colour"')])
  })
})

describe('a service is not started', () => {
  const verify = async (url: string) => {
    const dataSource = await new DataSource(dataSourceOptions(notesSchema, { url, poolSize: 2 })).initialize()
    return new Database(dataSource, 'workflow').verify().finally(() => dataSource.destroy())
  }

  test('as a superuser, or as a role that bypasses row-level security', async () => {
    await provision(empty.adminUrl, [notesSchema], SECRET)
    await expect(verify(empty.adminUrl)).rejects.toThrow('row-level security does not bind')
    const role = await loginRole(empty, 'bypassrls')
    await expect(verify(role.url)).rejects.toThrow('row-level security does not bind')
    await role.drop()
  })

  test('before its migrations ran', async () => {
    await provision(empty.adminUrl, [notesSchema], SECRET)
    const url = serviceUrl(empty.adminUrl, 'workflow', SECRET)
    await expect(verify(url)).rejects.toThrow(`lacks migrations of workflow (${both.join(', ')})`)
    await migrate(empty.adminUrl, { ...notesSchema, migrations: notesSchema.migrations.slice(0, 1) })
    await expect(verify(url)).rejects.toThrow(`lacks migrations of workflow (${both[1]})`)
    await migrate(empty.adminUrl, notesSchema)
    await verify(url)
  })
})

describe('with one role for everything, in a cluster that knows roles of services', () => {
  let role: Awaited<ReturnType<typeof loginRole>>
  let db: Database
  let dataSource: DataSource
  const ann = newId()

  beforeAll(async () => {
    const other = await EmptyDatabase.create(process.env.LINKFLOW_TEST_POSTGRES)
    await provision(other.adminUrl, [notesSchema], SECRET)
    await other.drop()
  })
  beforeEach(async () => {
    role = await loginRole(empty, '')
    await empty.rows(`grant create on database ${new URL(empty.adminUrl).pathname.slice(1)} to ${role.name}`)
    expect(await provision(role.url, [notesSchema], SECRET)).toEqual({ separateRoles: false })
    await migrate(role.url, notesSchema)
    dataSource = await new DataSource(dataSourceOptions(notesSchema, { url: role.url, poolSize: 2 })).initialize()
    db = new Database(dataSource, 'workflow')
    await db.verify()
  })
  afterEach(async () => {
    await dataSource.destroy()
    await role.drop()
  })
  afterAll(() => undefined)

  test('workspaces are apart and the system goes only where a table says so', async () => {
    await db.transact({ workspaceId: ann }, async (tx) => {
      for (const table of ['notes', 'shared_notes'])
        await tx.execute(`insert into ${table} (workspace_id, text) values ($1, 'a')`, [ann])
    })
    const count = async (sql: string) => (await db.system('test', (tx) => tx.query(sql))).length
    expect(await db.read({ workspaceId: newId() }, (reader) => reader.query('select * from notes'))).toEqual([])
    expect(await count('select * from notes')).toBe(0)
    expect(await count('select * from shared_notes')).toBe(1)
  })

  test('a role that may make no schema is told so', async () => {
    await empty.rows('drop schema workflow cascade')
    await empty.rows(`revoke create on database ${new URL(empty.adminUrl).pathname.slice(1)} from ${role.name}`)
    await expect(provision(role.url, [notesSchema], SECRET)).rejects.toThrow('may not make schemas')
  })
})

/** A role of its own that may log in to a database. */
async function loginRole(database: EmptyDatabase, options: string) {
  const name = `one_role_${randomBytes(4).toString('hex')}`
  await database.rows(`create role ${name} login password 'x' ${options}`)
  await database.rows(`grant usage on schema public to ${name}`)
  const url = new URL(database.adminUrl)
  url.username = name
  url.password = 'x'
  return {
    name,
    url: url.toString(),
    async drop() {
      await database.rows(`drop owned by ${name} cascade`)
      await database.rows(`drop role ${name}`)
    },
  }
}
