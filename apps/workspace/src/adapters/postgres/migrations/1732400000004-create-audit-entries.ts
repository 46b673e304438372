import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Append-only, whoever asks: entries go with their workspace and not before. So nothing refers to them or from them. */
export class CreateAuditEntries1732400000004 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateAuditEntries1732400000004'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_entries (
        workspace_id uuid not null,
        id uuid not null,
        at timestamptz not null,
        user_id uuid not null,
        api_key_id uuid,
        action text not null,
        resource text,
        ip text,
        user_agent text,
        primary key (workspace_id, id)
      )`)
    await runner.query(`create index audit_entries_newest on audit_entries (workspace_id, at desc, id desc)`)
    await runner.query(
      `create index audit_entries_resource on audit_entries (workspace_id, resource, at desc) where resource is not null`,
    )
    await isolateTable(runner, 'audit_entries', { service: 'workspace' })
    await runner.query(`
      create function refuse_change_of_entry() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and current_setting('app.erasing', true) = 'on' then return old; end if;
        raise exception 'audit entries are not changed';
      end $$`)
    await runner.query(
      `create trigger audit_entries_immutable before update or delete on audit_entries
         for each row execute function refuse_change_of_entry()`,
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table audit_entries`)
    await runner.query(`drop function refuse_change_of_entry`)
  }
}
