import { grantSchema, migrate, provision } from '@linkflow/postgres'
import type { Provisioned } from '@linkflow/postgres'
import { schemas } from './services.js'

export interface PreparedDatabase extends Provisioned {
  /** Migrations that ran, as `<service>/<name>`. */
  migrated: string[]
}

/**
 * Brings a database up to date: schemas, roles, migrations. Safe to repeat and to run from several processes at once.
 *
 * @throws StartError when the database cannot be reached
 */
export async function prepareDatabase(adminUrl: string, secret: string): Promise<PreparedDatabase> {
  const { separateRoles } = await provision(adminUrl, schemas, secret)
  const migrated = await Promise.all(
    schemas.map(async (schema) => (await migrate(adminUrl, schema)).map((name) => `${schema.service}/${name}`)),
  )
  // A database that was restored, or whose roles were made anew, has its tables but not the rights.
  if (migrated.every((names) => names.length === 0))
    for (const { service } of schemas) await grantSchema(adminUrl, service)
  return { separateRoles, migrated: migrated.flat() }
}
