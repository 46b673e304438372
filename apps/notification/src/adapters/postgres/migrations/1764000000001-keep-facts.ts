import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What other services told us that people are still to be told of. */
export class KeepFacts1764000000001 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'KeepFacts1764000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table pending_facts (
        workspace_id uuid not null,
        id uuid not null,
        fact json not null,
        created_at timestamptz not null default now(),
        lease_id uuid,
        leased_until timestamptz,
        primary key (workspace_id, id)
      )`)
    await runner.query(`create index pending_facts_oldest on pending_facts (created_at)`)
    await isolateTable(runner, 'pending_facts', { service: 'notification', system: true })
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table pending_facts`)
  }
}
