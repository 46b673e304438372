import type { ServiceName } from '@linkflow/contracts'
import type { MigrationInterface, QueryRunner } from 'typeorm'
import type { MigrationClass } from '../schema.js'
import { closeTable, isolateTable } from '../tenancy.js'

/** The tables every service needs to take part in messaging: outbox, inbox, dead letters, idempotency keys. */
export function createMessaging(service: ServiceName): MigrationClass {
  return class CreateMessaging1700000000000 implements MigrationInterface {
    static readonly compatibility = 'compatible'
    name = 'CreateMessaging1700000000000'

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`
        create table outbox (
          id uuid primary key,
          position bigint generated always as identity,
          workspace_id uuid not null,
          subject text not null,
          key text not null,
          key_seq bigint not null,
          data bytea not null,
          headers text not null,
          created_at timestamptz not null default now(),
          sent_at timestamptz
        )`)
      await runner.query(`create index outbox_unsent on outbox (position) where sent_at is null`)
      await runner.query(`create index outbox_sent on outbox (sent_at) where sent_at is not null`)
      await runner.query(`
        create table event_sequences (
          workspace_id uuid not null,
          key text not null,
          seq bigint not null,
          primary key (workspace_id, key)
        )`)
      await runner.query(`
        create table inbox (
          consumer text not null,
          message_id uuid not null,
          processed_at timestamptz not null default now(),
          primary key (consumer, message_id)
        )`)
      await runner.query(`create index inbox_processed on inbox (processed_at)`)
      await runner.query(`
        create table dead_letters (
          consumer text not null,
          message_id uuid not null,
          subject text not null,
          data bytea not null,
          attempts int not null,
          code text not null,
          message text not null,
          parked_at timestamptz not null default now(),
          primary key (consumer, message_id)
        )`)
      await runner.query(`
        create table relay_state (
          id int primary key check (id = 1),
          stream_created_at text not null,
          stream_last_seq bigint not null
        )`)
      await runner.query(`
        create table idempotency_keys (
          workspace_id uuid not null,
          contract text not null,
          key text not null,
          body_hash text not null,
          answer text,
          created_at timestamptz not null default now(),
          primary key (workspace_id, contract, key)
        )`)
      await runner.query(`create index idempotency_keys_age on idempotency_keys (created_at)`)
      await isolateTable(runner, 'outbox', { service, system: true })
      await isolateTable(runner, 'event_sequences', { service, system: true })
      await isolateTable(runner, 'idempotency_keys', { service, system: true })
      // What a dead letter holds is a workspace's, though it names none.
      await closeTable(runner, 'dead_letters', service)
    }

    async down(runner: QueryRunner): Promise<void> {
      for (const table of ['idempotency_keys', 'relay_state', 'dead_letters', 'inbox', 'event_sequences', 'outbox'])
        await runner.query(`drop table ${table}`)
    }
  }
}
