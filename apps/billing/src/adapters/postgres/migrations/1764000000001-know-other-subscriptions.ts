import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Makes room for subscriptions that Stripe bills a customer for besides the one that counts. */
export class KnowOtherSubscriptions1764000000001 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'KnowOtherSubscriptions1764000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table subscriptions add column others jsonb not null default '[]'`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table subscriptions drop column others`)
  }
}
