import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Roles that workspaces make; members and invitations name them by id, built-in ones by name. */
export class CreateRoles1732400000003 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateRoles1732400000003'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table roles (
        workspace_id uuid not null references workspaces on delete cascade,
        id uuid not null,
        name text not null,
        permissions text[] not null,
        primary key (workspace_id, id)
      )`)
    await runner.query(`create unique index roles_name on roles (workspace_id, lower(name))`)
    await isolateTable(runner, 'roles', { service: 'workspace', system: true })
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table roles`)
  }
}
