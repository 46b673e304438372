import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Lets what is old be found without reading everything, in every workspace. */
export class DropByAge1764000000002 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'DropByAge1764000000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index usage_by_day on usage (day)`)
    await runner.query(`create index meter_events_by_day on meter_events (day)`)
    await runner.query(`create index alerts_age on alerts (raised_at)`)
    await runner.query(`create index stripe_events_age on stripe_events (received_at)`)
    await runner.query(`drop policy tenant on alerts`)
    await isolateTable(runner, 'alerts', { service: 'billing', system: true })
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop policy system on alerts`)
    for (const index of ['usage_by_day', 'meter_events_by_day', 'alerts_age', 'stripe_events_age'])
      await runner.query(`drop index ${index}`)
  }
}
