import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Invitations that wait for an answer: one per address, gone when it is given. */
export class CreateInvitations1732400000002 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateInvitations1732400000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table invitations (
        workspace_id uuid not null references workspaces on delete cascade,
        id uuid not null,
        email text not null,
        role text not null,
        token_hash bytea not null unique,
        invited_by uuid not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        primary key (workspace_id, id),
        unique (workspace_id, email)
      )`)
    await runner.query(`create index invitations_newest on invitations (workspace_id, created_at desc, id desc)`)
    await isolateTable(runner, 'invitations', { service: 'workspace', system: true })
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table invitations`)
  }
}
