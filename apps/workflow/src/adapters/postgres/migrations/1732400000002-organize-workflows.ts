import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Folders, tags, the archive, and what lists are filtered by. */
export class OrganizeWorkflows1732400000002 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'OrganizeWorkflows1732400000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table folders (
        workspace_id uuid not null,
        id uuid not null,
        parent_id uuid,
        name text not null,
        created_at timestamptz not null,
        primary key (workspace_id, id),
        foreign key (workspace_id, parent_id) references folders
      )`)
    await runner.query(`create index folders_created on folders (workspace_id, created_at, id)`)
    await runner.query(`create index folders_parent on folders (workspace_id, parent_id)`)
    await runner.query(`
      create table workflow_tags (
        workspace_id uuid not null,
        workflow_id uuid not null,
        tag text not null,
        primary key (workspace_id, workflow_id, tag),
        foreign key (workspace_id, workflow_id) references workflows on delete cascade
      )`)
    await runner.query(`create index workflow_tags_tag on workflow_tags (workspace_id, tag)`)
    await runner.query(`
      create table workflow_uses (
        workspace_id uuid not null,
        workflow_id uuid not null,
        kind text not null check (kind in ('node-type', 'credential')),
        used text not null,
        primary key (workspace_id, kind, used, workflow_id),
        foreign key (workspace_id, workflow_id) references workflows on delete cascade
      )`)
    await runner.query(`create index workflow_uses_workflow on workflow_uses (workspace_id, workflow_id)`)
    await runner.query(`
      alter table workflows add archived_at timestamptz, add folder_id uuid,
        add foreign key (workspace_id, folder_id) references folders`)
    await runner.query(`create index workflows_created on workflows (workspace_id, created_at desc, id desc)`)
    await runner.query(`create index workflows_name on workflows (workspace_id, lower(name), id)`)
    await runner.query(`create index workflows_folder on workflows (workspace_id, folder_id)`)
    for (const table of ['folders', 'workflow_tags', 'workflow_uses'])
      await isolateTable(runner, table, { service: 'workflow' })
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index workflows_created, workflows_name`)
    await runner.query(`alter table workflows drop archived_at, drop folder_id`)
    for (const table of ['workflow_uses', 'workflow_tags', 'folders']) await runner.query(`drop table ${table}`)
  }
}
