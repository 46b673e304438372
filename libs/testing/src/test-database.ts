import { createHash, randomBytes } from 'node:crypto'
import { migrate, provision, serviceUrl } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import { Client } from 'pg'

/**
 * From which the passwords of the roles are derived. Roles belong to the whole cluster, so whatever is started on the
 * cluster of the tests must know the same secret.
 */
export const TEST_ROLE_SECRET = 'linkflow-test'

/** A database of one test file. */
export interface TestDatabase {
  /** URL of the superuser. */
  adminUrl: string
  /** URL by which a service logs in as its own role. */
  urlOf(service: string): string
  /** Runs SQL as the superuser, past row-level security. */
  query<R = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<R[]>
  drop(): Promise<void>
}

/**
 * Makes a database with the given schemas migrated, cloned from a template that is migrated once per cluster.
 * The cluster is the one of LINKFLOW_TEST_POSTGRES, which the test runner starts.
 */
export async function testDatabase(schemas: readonly ServiceSchema[]): Promise<TestDatabase> {
  const cluster = process.env.LINKFLOW_TEST_POSTGRES
  if (!cluster) throw new Error('LINKFLOW_TEST_POSTGRES is not set: run the tests with "npm test" or "npx jest".')
  const template = await templateOf(cluster, schemas)
  const name = `test_${randomBytes(8).toString('hex')}`
  await as(cluster, (client) => client.query(`create database ${name} template ${template} strategy file_copy`))
  const adminUrl = withDatabase(cluster, name)
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  return {
    adminUrl,
    urlOf: (service) => serviceUrl(adminUrl, service, TEST_ROLE_SECRET),
    query: async (sql, parameters) => (await admin.query(sql, parameters as unknown[])).rows,
    async drop() {
      await admin.end()
      await as(cluster, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

async function templateOf(cluster: string, schemas: readonly ServiceSchema[]): Promise<string> {
  const parts = schemas.map(({ service, migrations }) => [service, ...migrations.map((m) => m.toString())])
  const name = `template_${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}`
  await as(cluster, async (client) => {
    // Test files run side by side; the first to want a template makes it, the others wait here.
    await client.query(`select pg_advisory_lock(hashtext($1))`, [name])
    const { rowCount } = await client.query(`select 1 from pg_database where datname = $1 and datallowconn = false`, [
      name,
    ])
    if (rowCount) return
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
    const url = withDatabase(cluster, name)
    await provision(url, schemas, TEST_ROLE_SECRET)
    for (const schema of schemas) await migrate(url, schema)
    await client.query(`alter database ${name} allow_connections false`)
  })
  return name
}

function withDatabase(url: string, name: string): string {
  const copy = new URL(url)
  copy.pathname = `/${name}`
  return copy.toString()
}

async function as<T>(url: string, fn: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}
