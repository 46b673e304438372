import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Webhooks, the generations by which stale registrations are known, and the log of deliveries. */
export class CreateWebhooks1732400000002 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateWebhooks1732400000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhooks (
        workspace_id uuid not null,
        id uuid not null,
        workflow_id uuid not null,
        node_id text not null,
        version int not null,
        token text not null unique,
        active boolean not null,
        method text not null,
        respond text not null,
        verify text not null,
        event_id text,
        timeout_ms int,
        response text,
        created_at timestamptz not null,
        primary key (workspace_id, id),
        unique (workspace_id, workflow_id, node_id)
      )`)
    await runner.query(`create index webhooks_listed on webhooks (workspace_id, created_at desc, id desc) where active`)
    await runner.query(`
      create table workflow_generations (
        workspace_id uuid not null,
        workflow_id uuid not null,
        generation bigint not null,
        primary key (workspace_id, workflow_id)
      )`)
    // No foreign key: a line of the log may be written after its webhook is gone, and never fails a batch.
    await runner.query(`
      create table webhook_deliveries (
        workspace_id uuid not null,
        id uuid not null,
        webhook_id uuid not null,
        received_at timestamptz not null,
        outcome text not null,
        status int not null,
        event_id text,
        execution_id uuid,
        reason text,
        method text not null,
        size_bytes int not null,
        primary key (workspace_id, id)
      )`)
    await runner.query(
      `create index webhook_deliveries_listed on webhook_deliveries (workspace_id, webhook_id, received_at desc, id desc)`,
    )
    await runner.query(`create index webhook_deliveries_age on webhook_deliveries using brin (received_at)`)
    await isolateTable(runner, 'webhooks', { service: 'webhook', system: true })
    await isolateTable(runner, 'workflow_generations', { service: 'webhook' })
    await isolateTable(runner, 'webhook_deliveries', { service: 'webhook', system: true })
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['webhook_deliveries', 'workflow_generations', 'webhooks'])
      await runner.query(`drop table ${table}`)
  }
}
