import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Variables of a workspace, which have no workflow, and of workflows. Values are JSON texts: they may hold a NUL. */
export class CreateVariables1732400000003 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateVariables1732400000003'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table variables (
        workspace_id uuid not null,
        workflow_id uuid,
        name text not null,
        value text not null,
        updated_at timestamptz not null,
        unique nulls not distinct (workspace_id, workflow_id, name),
        foreign key (workspace_id, workflow_id) references workflows on delete cascade
      )`)
    await isolateTable(runner, 'variables', { service: 'workflow' })
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table variables`)
  }
}
