import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What a workspace has under way counts against its quota. */
export class IndexLeasesByWorkspace1732400000030 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'IndexLeasesByWorkspace1732400000030'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index execution_leases_workspace on execution_leases (workspace_id)`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index execution_leases_workspace`)
  }
}
