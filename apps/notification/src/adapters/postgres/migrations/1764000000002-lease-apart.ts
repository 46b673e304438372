import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Keeps the end of a lease, by the clock of the database, apart from when something is due, by that of a process. */
export class LeaseApart1764000000002 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'LeaseApart1764000000002'

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['outgoing_messages', 'failure_groups'])
      await runner.query(`alter table ${table} add column leased_until timestamptz`)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['outgoing_messages', 'failure_groups'])
      await runner.query(`alter table ${table} drop column leased_until`)
  }
}
