import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A workspace's id is its `workspace_id`, so that row-level security holds for the workspace itself as well. */
export class CreateWorkspaces1732400000001 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateWorkspaces1732400000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table workspaces (
        workspace_id uuid primary key,
        name text not null,
        created_at timestamptz not null
      )`)
    await runner.query(`
      create table workspace_members (
        workspace_id uuid not null references workspaces on delete cascade,
        user_id uuid not null,
        email text not null,
        name text not null,
        role text not null,
        joined_at timestamptz not null,
        primary key (workspace_id, user_id)
      )`)
    await runner.query(`create index workspace_members_joined on workspace_members (workspace_id, joined_at, user_id)`)
    await runner.query(`create index workspace_members_user on workspace_members (user_id, joined_at, workspace_id)`)
    await isolateTable(runner, 'workspaces', { service: 'workspace', system: true })
    await isolateTable(runner, 'workspace_members', { service: 'workspace', system: true })
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['workspace_members', 'workspaces']) await runner.query(`drop table ${table}`)
  }
}
