import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Since when a fire could not be started: how often it was taken up does not tell, because waiting fires are too. */
export class KeepFailingSince1732400000012 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'KeepFailingSince1732400000012'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table schedule_fires add failing_since timestamptz`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table schedule_fires drop failing_since`)
  }
}
