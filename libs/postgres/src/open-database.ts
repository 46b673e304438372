import { DataSource } from 'typeorm'
import { assertReachable } from './administrator.js'
import { dataSourceOptions } from './connection.js'
import type { Connection } from './connection.js'
import { Database } from './database.js'
import type { ServiceSchema } from './schema.js'

/**
 * Opens and verifies a service's database; leaves no connection behind when it cannot.
 *
 * @throws StartError when it cannot be reached, or see {@link Database.verify}
 */
export async function openDatabase(schema: ServiceSchema, connection: Connection): Promise<Database> {
  await assertReachable(connection.url)
  const dataSource = await new DataSource(dataSourceOptions(schema, connection)).initialize()
  const database = new Database(dataSource, schema.service, schema.dependents)
  try {
    await database.verify()
    return database
  } catch (error) {
    await dataSource.destroy()
    throw error
  }
}
