import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { DataSource } from 'typeorm'
import { withConnection } from './administrator.js'
import { dataSourceOptions } from './connection.js'
import { grantSchema } from './provision.js'
import type { ServiceSchema } from './schema.js'

/**
 * Brings a service's schema up to date and returns the names of the migrations it ran. One process at a time does it;
 * others wait, polling, because a blocking advisory lock deadlocks with `create index concurrently`.
 */
export function migrate(adminUrl: string, schema: ServiceSchema): Promise<string[]> {
  return withConnection(adminUrl, async (lock) => {
    await lockMigrations(lock, schema.service)
    const done = await run(adminUrl, schema)
    if (done.length > 0) await grantSchema(adminUrl, schema.service)
    return done
  })
}

async function run(adminUrl: string, schema: ServiceSchema): Promise<string[]> {
  const dataSource = new DataSource(dataSourceOptions(schema, { url: adminUrl, poolSize: 1 }))
  await dataSource.initialize()
  try {
    const done = await dataSource.runMigrations()
    return done.map(({ name }) => name)
  } finally {
    await dataSource.destroy()
  }
}

async function lockMigrations(client: Client, service: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ locked: boolean }>(
      `select pg_try_advisory_lock(hashtext('linkflow/migrate'), hashtext($1)) as locked`,
      [service],
    )
    if (rows[0]?.locked) return
    await sleep(100)
  }
}

/** Statements by which the entities of a service differ from its migrated tables; empty when they agree. */
export async function schemaDifferences(adminUrl: string, schema: ServiceSchema): Promise<string[]> {
  const dataSource = new DataSource(dataSourceOptions(schema, { url: adminUrl, poolSize: 1 }))
  await dataSource.initialize()
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log()
    return upQueries.map((query) => query.query)
  } finally {
    await dataSource.destroy()
  }
}
