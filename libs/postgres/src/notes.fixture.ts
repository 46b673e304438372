import { event } from '@linkflow/contracts'
import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { DataSource } from 'typeorm'
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { z } from 'zod'
import { dataSourceOptions } from './connection.js'
import type { Connection } from './connection.js'
import { Database } from './database.js'
import { migrate } from './migrate.js'
import { createMessaging } from './migrations/1700000000000-create-messaging.js'
import { provision, serviceUrl } from './provision.js'
import type { ServiceSchema } from './schema.js'
import { closeTable, isolateTable } from './tenancy.js'

/** The one all tests of a cluster share, because roles belong to the cluster. */
export const SECRET = 'linkflow-test'

export const NoteWritten = event('workflow', 'note-written', 1, {
  summary: 'A note was written.',
  data: z.object({ text: z.string() }),
})

/** A table of each kind: private to a workspace, open to the system as well, closed to workspaces. */
export class CreateNotes1700000000001 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateNotes1700000000001'

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['notes', 'shared_notes'])
      await runner.query(
        `create table ${table} (workspace_id uuid not null, id serial primary key, text text not null)`,
      )
    await runner.query(`create index shared_notes_workspace on shared_notes (workspace_id)`)
    // As executions and their history: only the first leads from a workspace to its rows.
    await runner.query(`create table runs (id int primary key, workspace_id uuid not null) partition by range (id)`)
    await runner.query(`create index runs_workspace on runs (workspace_id, id)`)
    await runner.query(
      `create table run_steps (run_id int, seq int, workspace_id uuid not null, primary key (run_id, seq))
       partition by range (run_id)`,
    )
    for (const table of ['runs', 'run_steps'])
      for (const [part, from, to] of [
        ['low', 0, 300],
        ['high', 300, 1000],
      ] as const)
        await runner.query(`create table ${table}_${part} partition of ${table} for values from (${from}) to (${to})`)
    await runner.query(`create table secrets (name text primary key)`)
    await isolateTable(runner, 'notes', { service: 'workflow' })
    await isolateTable(runner, 'shared_notes', { service: 'workflow', system: true })
    for (const table of ['runs', 'run_steps']) await isolateTable(runner, table, { service: 'workflow' })
    await closeTable(runner, 'secrets', 'workflow')
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['secrets', 'run_steps', 'runs', 'shared_notes', 'notes'])
      await runner.query(`drop table ${table}`)
  }
}

export const notesSchema: ServiceSchema = {
  service: 'workflow',
  entities: [],
  migrations: [createMessaging('workflow'), CreateNotes1700000000001],
  dependents: [{ table: 'run_steps', by: 'run_id', of: 'runs' }],
}

/** An empty database in the cluster the test runner started. */
export class EmptyDatabase {
  private readonly opened: DataSource[] = []
  private constructor(
    readonly adminUrl: string,
    private readonly cluster: string,
    private readonly name: string,
    readonly admin: Client,
  ) {}

  static async create(cluster: string | undefined): Promise<EmptyDatabase> {
    if (!cluster) throw new Error('LINKFLOW_TEST_POSTGRES is not set: run the tests with "npm test" or "npx jest".')
    const name = `postgres_${randomBytes(8).toString('hex')}`
    await as(cluster, (client) => client.query(`create database ${name}`))
    const url = new URL(cluster)
    url.pathname = `/${name}`
    const admin = new Client({ connectionString: url.toString() })
    await admin.connect()
    return new EmptyDatabase(url.toString(), cluster, name, admin)
  }

  /** With schemas, roles and tables of the notes. */
  static async withNotes(cluster: string | undefined): Promise<EmptyDatabase> {
    const database = await EmptyDatabase.create(cluster)
    await provision(database.adminUrl, [notesSchema], SECRET)
    await migrate(database.adminUrl, notesSchema)
    return database
  }

  /** The database as the service of the notes opens it. */
  async open(connection: Partial<Connection> = {}): Promise<Database> {
    const url = serviceUrl(this.adminUrl, 'workflow', SECRET)
    const dataSource = new DataSource(dataSourceOptions(notesSchema, { url, poolSize: 8, ...connection }))
    await dataSource.initialize()
    this.opened.push(dataSource)
    const database = new Database(dataSource, 'workflow', notesSchema.dependents)
    await database.verify()
    return database
  }

  /** Rows as the superuser sees them. */
  async rows<R = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<R[]> {
    return (await this.admin.query(sql, parameters)).rows as R[]
  }

  /** Closes what was opened and empties every table. */
  async reset(): Promise<void> {
    for (const dataSource of this.opened.splice(0)) if (dataSource.isInitialized) await dataSource.destroy()
    await this.admin.query(`
      do $$ declare t text; begin
        for t in select tablename from pg_tables where schemaname = 'workflow' and tablename <> 'migrations' loop
          execute format('truncate workflow.%I restart identity', t);
        end loop;
      end $$`)
  }

  async drop(): Promise<void> {
    for (const dataSource of this.opened) if (dataSource.isInitialized) await dataSource.destroy()
    await this.admin.end()
    await as(this.cluster, (client) => client.query(`drop database ${this.name} with (force)`))
  }
}

/** Runs `fn` as the role of a URL. */
export async function as<T>(url: string, fn: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}

/** Resolves when `check` holds; the test's timeout ends the wait. */
export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** A promise and the means to settle it. */
export function gate(): { promise: Promise<void>; open: () => void } {
  let open = () => {}
  const promise = new Promise<void>((resolve) => (open = resolve))
  return { promise, open }
}
