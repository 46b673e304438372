import { createHmac } from 'node:crypto'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import { rolesOf } from './schema.js'
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

/**
 * Makes the schemas and, when the role of `adminUrl` may create roles, one login role and one system role per service,
 * none of them superuser or exempt from row-level security. Safe to repeat and to run from several processes at once.
 */
export async function provision(
  adminUrl: string,
  schemas: readonly ServiceSchema[],
  secret: string,
): Promise<Provisioned> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ may: boolean }>(
      'select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user',
    )
    const separateRoles = rows[0]?.may ?? false
    // Roles belong to the whole cluster: without the lock two databases provisioned at once collide on them.
    await client.query('begin')
    await client.query(`select pg_advisory_xact_lock(hashtext('linkflow/provision'))`)
    for (const { service } of schemas) {
      if (separateRoles) await createRoles(client, service, secret)
      await client.query(`create schema if not exists ${escapeIdentifier(service)}`)
    }
    await client.query('commit')
    return { separateRoles }
  } finally {
    await client.end()
  }
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

/** Lets a service's roles use what its migrations made, and nothing else. */
export async function grantSchema(adminUrl: string, service: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { app, system } = rolesOf(service)
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [system])
    if (!rowCount) return
    for (const role of [app, system]) {
      await client.query(`grant usage on schema ${service} to ${role}`)
      await client.query(`grant select, insert, update, delete on all tables in schema ${service} to ${role}`)
      await client.query(`grant usage on all sequences in schema ${service} to ${role}`)
    }
    await client.query(`revoke insert, update, delete on ${service}.migrations from ${app}, ${system}`)
  } finally {
    await client.end()
  }
}
