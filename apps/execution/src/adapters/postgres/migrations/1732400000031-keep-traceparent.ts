import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The trace an execution belongs to, for whoever goes on with it. */
export class KeepTraceparent1732400000031 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'KeepTraceparent1732400000031'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table execution_leases add traceparent text`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table execution_leases drop traceparent`)
  }
}
