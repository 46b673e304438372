import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Workflows, the rows of their drafts, and their frozen versions. */
export class CreateWorkflows1732400000001 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateWorkflows1732400000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table workflows (
        workspace_id uuid not null,
        id uuid not null,
        name text not null,
        settings text,
        revision int not null,
        active boolean not null,
        transition text check (transition in ('activating', 'deactivating')),
        transition_at timestamptz,
        generation int not null,
        active_version int,
        published_version int,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (workspace_id, id)
      )`)
    await runner.query(`create index workflows_updated on workflows (workspace_id, updated_at desc, id desc)`)
    await runner.query(`create index workflows_transition on workflows (transition_at) where transition is not null`)
    await runner.query(`
      create table workflow_nodes (
        workspace_id uuid not null,
        workflow_id uuid not null,
        position int not null,
        document text not null,
        primary key (workspace_id, workflow_id, position),
        foreign key (workspace_id, workflow_id) references workflows on delete cascade
      )`)
    await runner.query(`
      create table workflow_connections (
        workspace_id uuid not null,
        workflow_id uuid not null,
        position int not null,
        document text not null,
        primary key (workspace_id, workflow_id, position),
        foreign key (workspace_id, workflow_id) references workflows on delete cascade
      )`)
    await runner.query(`
      create table workflow_versions (
        workspace_id uuid not null,
        workflow_id uuid not null,
        version int not null,
        id uuid not null,
        name text not null,
        document text not null,
        digest text not null,
        revision int not null,
        note text,
        published_at timestamptz not null,
        published_by text not null,
        primary key (workspace_id, workflow_id, version),
        unique (workspace_id, id),
        foreign key (workspace_id, workflow_id) references workflows on delete cascade
      )`)
    await runner.query(`
      create function refuse_change() returns trigger language plpgsql as
      $$ begin raise exception 'A published version never changes.'; end $$`)
    await runner.query(`
      create trigger workflow_versions_immutable before update on workflow_versions
      for each row execute function refuse_change()`)
    await isolateTable(runner, 'workflows', { service: 'workflow', system: true })
    for (const table of ['workflow_nodes', 'workflow_connections', 'workflow_versions'])
      await isolateTable(runner, table, { service: 'workflow' })
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['workflow_versions', 'workflow_connections', 'workflow_nodes', 'workflows'])
      await runner.query(`drop table ${table}`)
    await runner.query(`drop function refuse_change()`)
  }
}
