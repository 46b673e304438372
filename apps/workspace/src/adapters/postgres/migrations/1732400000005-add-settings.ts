import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What holds in a workspace where nothing else is said. */
export class AddSettings1732400000005 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'AddSettings1732400000005'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table workspaces add time_zone text`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table workspaces drop column time_zone`)
  }
}
