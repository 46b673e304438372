import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class CreateApiKeys1732400000002 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateApiKeys1732400000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_keys (
        workspace_id uuid not null,
        id uuid not null,
        user_id uuid not null references users on delete cascade,
        name text not null,
        prefix text not null,
        key_hash bytea not null unique,
        permissions text[] not null,
        created_at timestamptz not null,
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz,
        primary key (workspace_id, id)
      )`)
    await runner.query(
      `create index api_keys_newest on api_keys (workspace_id, created_at desc, id desc) where revoked_at is null`,
    )
    await runner.query(`create index api_keys_user on api_keys (user_id)`)
    await isolateTable(runner, 'api_keys', { service: 'auth', system: true })
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table api_keys`)
  }
}
