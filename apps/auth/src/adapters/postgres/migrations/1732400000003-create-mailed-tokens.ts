import { closeTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Links in e-mails: one of a kind per user, so that a new one takes the place of those before it. */
export class CreateMailedTokens1732400000003 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateMailedTokens1732400000003'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table users add email_verified_at timestamptz`)
    await runner.query(`alter table sessions drop constraint sessions_revoked_for_check`)
    await runner.query(
      `alter table sessions add constraint sessions_revoked_for_check
         check (revoked_for in ('logout', 'reuse', 'password'))`,
    )
    await runner.query(`
      create table mailed_tokens (
        user_id uuid not null references users on delete cascade,
        purpose text not null check (purpose in ('verify-email', 'reset-password')),
        token_hash bytea not null unique,
        email text not null,
        expires_at timestamptz not null,
        primary key (user_id, purpose)
      )`)
    await closeTable(runner, 'mailed_tokens', 'auth')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table mailed_tokens`)
    await runner.query(`update sessions set revoked_for = 'logout' where revoked_for = 'password'`)
    await runner.query(`alter table sessions drop constraint sessions_revoked_for_check`)
    await runner.query(
      `alter table sessions add constraint sessions_revoked_for_check check (revoked_for in ('logout', 'reuse'))`,
    )
    await runner.query(`alter table users drop column email_verified_at`)
  }
}
