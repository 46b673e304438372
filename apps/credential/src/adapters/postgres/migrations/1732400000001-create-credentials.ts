import { closeTable, isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class CreateCredentials1732400000001 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateCredentials1732400000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table credentials (
        workspace_id uuid not null,
        id uuid not null,
        name text not null,
        type text not null,
        version int not null,
        algorithm text not null,
        key_id text not null,
        wrapped_key bytea not null,
        iv bytea not null,
        tag bytea not null,
        ciphertext bytea not null,
        fingerprint text not null,
        public_fields jsonb not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (workspace_id, id)
      )`)
    await runner.query(`create index credentials_newest on credentials (workspace_id, created_at desc, id desc)`)
    await runner.query(`create index credentials_key on credentials (key_id, workspace_id, id)`)
    // No foreign key: what a deleted credential was given to stays known.
    await runner.query(`
      create table credential_releases (
        workspace_id uuid not null,
        id uuid not null,
        credential_id uuid not null,
        use text not null check (use in ('node-execution', 'webhook')),
        execution_id uuid,
        node_id text,
        attempt int,
        webhook_id uuid,
        released_to text not null,
        released_at timestamptz not null,
        primary key (workspace_id, id)
      )`)
    await runner.query(
      `create index credential_releases_newest on credential_releases (workspace_id, credential_id, released_at desc)`,
    )
    await runner.query(`create table key_checks (key_id text primary key, value bytea not null)`)
    await isolateTable(runner, 'credentials', { service: 'credential', system: true })
    await isolateTable(runner, 'credential_releases', { service: 'credential' })
    // Key checks belong to the installation.
    await closeTable(runner, 'key_checks', 'credential')
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['key_checks', 'credential_releases', 'credentials']) await runner.query(`drop table ${table}`)
  }
}
