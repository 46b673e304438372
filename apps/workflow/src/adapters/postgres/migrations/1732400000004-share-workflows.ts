import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Templates of a workspace, and public links to workflows, which are found by a hash of their token. */
export class ShareWorkflows1732400000004 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'ShareWorkflows1732400000004'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table templates (
        workspace_id uuid not null,
        id uuid not null,
        name text not null,
        description text not null,
        parameters text not null,
        document text not null,
        created_at timestamptz not null,
        primary key (workspace_id, id)
      )`)
    await runner.query(`create index templates_created on templates (workspace_id, created_at desc, id desc)`)
    await runner.query(`
      create table workflow_shares (
        workspace_id uuid not null,
        id uuid not null,
        workflow_id uuid not null,
        token_hash bytea not null unique,
        created_at timestamptz not null,
        created_by text not null,
        primary key (workspace_id, id),
        foreign key (workspace_id, workflow_id) references workflows on delete cascade
      )`)
    await runner.query(
      `create index workflow_shares_workflow on workflow_shares (workspace_id, workflow_id, created_at desc, id desc)`,
    )
    await isolateTable(runner, 'templates', { service: 'workflow' })
    await isolateTable(runner, 'workflow_shares', { service: 'workflow', system: true })
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['workflow_shares', 'templates']) await runner.query(`drop table ${table}`)
  }
}
