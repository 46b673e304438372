import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Lists of what one person did, and of one operation or one service, without reading the rest of the log. */
export class IndexAuditFilters1732400000006 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'IndexAuditFilters1732400000006'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index audit_entries_user on audit_entries (workspace_id, user_id, at desc, id desc)`)
    await runner.query(
      `create index audit_entries_action on audit_entries (workspace_id, action text_pattern_ops, at desc, id desc)`,
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of ['audit_entries_action', 'audit_entries_user']) await runner.query(`drop index ${index}`)
  }
}
