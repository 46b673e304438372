import type { DataSource } from 'typeorm'
import { StartError } from './problems.js'
import { HAS_OWN_ROLES, rolesOf } from './roles.js'

/**
 * Makes sure that a service may work with what it was given: a role that row-level security binds, and a schema that has
 * all its migrations. Gives whether the service has a system role of its own to enter.
 *
 * @throws StartError
 */
export async function verifyDatabase(dataSource: DataSource, service: string): Promise<boolean> {
  const { app, system } = rolesOf(service)
  const [role] = await dataSource.query(
    `select rolname as name, rolsuper or rolbypassrls as unbound, ${HAS_OWN_ROLES} as separate
     from pg_roles where rolname = current_user`,
    [system],
  )
  if (role?.unbound)
    throw new StartError(
      `The ${service} service was given the database role ${role.name}, which row-level security does not bind. Run "npm run migrate" and give it the role ${app}.`,
    )
  if (role?.separate) await assertMayEnter(dataSource, { service, role: role.name })
  await assertMigrated(dataSource, service)
  return role?.separate ?? false
}

/** An administrator that may create roles is no member of them. */
async function assertMayEnter(dataSource: DataSource, { service, role }: { service: string; role: string }) {
  const { app, system } = rolesOf(service)
  const runner = dataSource.createQueryRunner()
  try {
    await runner.query(`begin; set local role ${system}; rollback`)
  } catch (cause) {
    await runner.query('rollback')
    throw new StartError(
      `The ${service} service was given the database role ${role}, which may not enter ${system}. Give it the role ${app}.`,
      { cause },
    )
  } finally {
    await runner.release()
  }
}

async function assertMigrated(dataSource: DataSource, service: string): Promise<void> {
  const ran = new Set<string>()
  const [{ exists } = { exists: false }] = await dataSource.query(
    `select exists (select from pg_tables where schemaname = $1 and tablename = 'migrations')`,
    [service],
  )
  if (exists) for (const { name } of await dataSource.query(`select name from ${service}.migrations`)) ran.add(name)
  const missing = dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name)
  const left = missing.filter((name) => !ran.has(name))
  if (left.length > 0)
    throw new StartError(`The database lacks migrations of ${service} (${left.join(', ')}). Run "npm run migrate".`)
}
