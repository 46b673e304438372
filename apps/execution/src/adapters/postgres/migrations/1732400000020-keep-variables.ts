import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The variables an execution was accepted with. */
export class KeepVariables1732400000020 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'KeepVariables1732400000020'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table executions add variables bytea`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table executions drop variables`)
  }
}
