import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Keys can be bound to addresses and networks; those of before are not. */
export class RestrictApiKeys1764000000001 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'RestrictApiKeys1764000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table api_keys add allowed_addresses text[]`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table api_keys drop column allowed_addresses`)
  }
}
