import type { QueryRunner } from 'typeorm'
import { HAS_OWN_ROLES, rolesOf } from './roles.js'

const tenant = `workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid)`
const entered = `coalesce(current_setting('app.system', true), '') <> ''`

/** Where the system role may go on a tenant's table. */
export interface TenantTableOptions {
  service: string
  /** Also reachable by `Database.system`, across workspaces. */
  system?: boolean
}

/**
 * Puts forced row-level security on a table with a `workspace_id`: rows of another workspace neither show nor can be
 * written, whoever owns the table. Used by migrations, which must call it for every such table.
 */
export async function isolateTable(runner: QueryRunner, table: string, options: TenantTableOptions): Promise<void> {
  await runner.query(`alter table ${table} enable row level security`)
  await runner.query(`alter table ${table} force row level security`)
  await runner.query(`create policy tenant on ${table} using (${tenant}) with check (${tenant})`)
  if (options.system) await allowSystem(runner, table, options.service)
}

/**
 * Puts forced row-level security on a table that belongs to no workspace: only `Database.system` reaches its rows, so that no
 * query of a workspace's transaction can, not even by mistake.
 */
export async function closeTable(runner: QueryRunner, table: string, service: string): Promise<void> {
  await runner.query(`alter table ${table} enable row level security`)
  await runner.query(`alter table ${table} force row level security`)
  await allowSystem(runner, table, service)
}

/** Lets `Database.system` of the service reach every row of a table. */
async function allowSystem(runner: QueryRunner, table: string, service: string): Promise<void> {
  const { system } = rolesOf(service)
  const [row] = await runner.query(`select ${HAS_OWN_ROLES} as separate`, [system])
  const to = row?.separate ? system : 'public'
  await runner.query(`create policy system on ${table} to ${to} using (${entered}) with check (${entered})`)
}
