import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Who may send to a webhook, and how much. */
export class LimitWebhooks1764000000001 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'LimitWebhooks1764000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table webhooks add column allow text[], add column max_per_minute int`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table webhooks drop column allow, drop column max_per_minute`)
  }
}
