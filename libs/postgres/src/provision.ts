import { createHmac } from 'node:crypto'
import { escapeIdentifier, escapeLiteral } from 'pg'
import type { Client } from 'pg'
import { withConnection } from './administrator.js'
import { StartError } from './problems.js'
import { HAS_OWN_ROLES, rolesOf } from './roles.js'
import type { ServiceSchema } from './schema.js'

/** What provisioning found out about the database it was given. */
export interface Provisioned {
  /** True when every service has a role of its own; false when all share the role of the URL. */
  separateRoles: boolean
}

/** The password of a service's role: derived, so that every process that knows the secret agrees on it. */
export function rolePassword(secret: string, role: string): string {
  return createHmac('sha256', secret).update(`linkflow/postgres-role/${role}`).digest('base64url')
}

/** The URL by which a service logs in as its own role. */
export function serviceUrl(adminUrl: string, service: string, secret: string): string {
  const url = new URL(adminUrl)
  const { app } = rolesOf(service)
  url.username = app
  url.password = rolePassword(secret, app)
  return url.toString()
}

/** What PostgreSQL says to the later of two that make or change a role at once: exists, unique violation, concurrent update. */
const COLLISIONS = ['42710', '23505', 'XX000']
const MAX_COLLISIONS = 20
const MAY_NOT = '42501'

/**
 * Makes the schemas and, when the role of `adminUrl` may create roles, one login role and one system role per service,
 * none of them superuser or exempt from row-level security. Safe to repeat and to run from several processes at once.
 * Roles belong to the whole cluster: two installations in one cluster must know the same `secret`, or each provisioning
 * changes the passwords of the other's roles.
 *
 * @throws StartError when the database cannot be reached or its role may not make schemas
 */
export function provision(adminUrl: string, schemas: readonly ServiceSchema[], secret: string): Promise<Provisioned> {
  return withConnection(adminUrl, async (client) => {
    for (let collisions = 0; ; collisions++)
      try {
        return await provisionOnce(client, schemas, secret)
      } catch (error) {
        await client.query('rollback')
        const { code = '', message } = error as { code?: string; message?: string }
        if (code === MAY_NOT) throw new StartError(`The role of DATABASE_URL may not make schemas: ${message}.`)
        // Our lock holds within one database, and another database of the cluster may be provisioned right now.
        if (!COLLISIONS.includes(code) || collisions === MAX_COLLISIONS) throw error
      }
  })
}

async function provisionOnce(client: Client, schemas: readonly ServiceSchema[], secret: string): Promise<Provisioned> {
  await client.query('begin')
  await client.query(`select pg_advisory_xact_lock(hashtext('linkflow/provision'))`)
  const { rows } = await client.query<{ may: boolean }>(
    'select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user',
  )
  const separateRoles = rows[0]?.may ?? false
  for (const { service } of schemas) {
    if (separateRoles) await createRoles(client, service, secret)
    const schema = await client.query('select 1 from pg_namespace where nspname = $1', [service])
    // Asked first, because even `if not exists` needs the right to create.
    if (schema.rowCount === 0) await client.query(`create schema ${escapeIdentifier(service)}`)
  }
  await client.query('commit')
  return { separateRoles }
}

async function createRoles(client: Client, service: string, secret: string): Promise<void> {
  const { app, system } = rolesOf(service)
  const password = escapeLiteral(rolePassword(secret, app))
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [
    [app, system],
  ])
  const exists = (role: string) => rows.some((row) => row.rolname === role)
  if (!exists(system)) await client.query(`create role ${system} nologin nosuperuser nobypassrls`)
  if (exists(app)) await client.query(`alter role ${app} password ${password}`)
  else await client.query(`create role ${app} login nosuperuser nobypassrls noinherit password ${password}`)
  await client.query(`grant ${system} to ${app}`)
}

/** Lets a service's roles use what its migrations made, and nothing else; does nothing where it has no roles of its own. */
export function grantSchema(adminUrl: string, service: string): Promise<void> {
  return withConnection(adminUrl, async (client) => {
    const { app, system } = rolesOf(service)
    const { rows } = await client.query<{ separate: boolean }>(`select ${HAS_OWN_ROLES} as separate`, [system])
    if (!rows[0]?.separate) return
    for (const role of [app, system]) {
      await client.query(`grant usage on schema ${service} to ${role}`)
      await client.query(`grant select, insert, update, delete on all tables in schema ${service} to ${role}`)
      await client.query(`grant usage on all sequences in schema ${service} to ${role}`)
    }
    await client.query(`revoke insert, update, delete on ${service}.migrations from ${app}, ${system}`)
  })
}
