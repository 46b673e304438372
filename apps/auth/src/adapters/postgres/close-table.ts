import { rolesOf } from '@linkflow/postgres'
import type { QueryRunner } from 'typeorm'

/**
 * Closes a table that belongs to no workspace: forced row-level security shows its rows to the system opening alone,
 * so that no query of a workspace's transaction can reach them, not even by mistake.
 */
export async function closeTable(runner: QueryRunner, table: string): Promise<void> {
  const { system } = rolesOf('auth')
  const separate = await runner.query(`select 1 from pg_roles where rolname = $1`, [system])
  const entered = `coalesce(current_setting('app.system', true), '') <> ''`
  await runner.query(`alter table ${table} enable row level security`)
  await runner.query(`alter table ${table} force row level security`)
  await runner.query(
    `create policy system on ${table} to ${separate.length > 0 ? system : 'public'} using (${entered}) with check (${entered})`,
  )
}
