import { closeTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

const TABLES = ['notification_preferences', 'notification_settings', 'email_templates']

/** Who is deleted is forgotten in all workspaces at once: these tables are opened to the system as well. */
export class ReachPreferences1764000000003 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'ReachPreferences1764000000003'

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await closeTable(runner, table, 'notification')
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`drop policy system on ${table}`)
  }
}
