import { closeTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Users and their sessions. `first_workspace_id` is chosen before the workspace is made, so that making it can be repeated. */
export class CreateUsers1732400000001 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateUsers1732400000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table users (
        id uuid primary key,
        email text not null unique check (email = lower(email)),
        name text not null,
        password_hash text not null,
        state text not null check (state in ('pending', 'active')),
        first_workspace_id uuid not null,
        created_at timestamptz not null
      )`)
    await runner.query(`
      create table sessions (
        id uuid primary key,
        user_id uuid not null references users on delete cascade,
        family_hash bytea not null unique,
        token_hash bytea not null,
        created_at timestamptz not null,
        used_at timestamptz not null,
        revoked_at timestamptz,
        revoked_for text check (revoked_for in ('logout', 'reuse')),
        ip text,
        user_agent text
      )`)
    await runner.query(`create index sessions_user on sessions (user_id, used_at)`)
    await closeTable(runner, 'users', 'auth')
    await closeTable(runner, 'sessions', 'auth')
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['sessions', 'users']) await runner.query(`drop table ${table}`)
  }
}
