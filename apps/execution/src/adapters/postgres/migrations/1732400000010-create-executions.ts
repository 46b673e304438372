import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * `executions` and `node_executions` are the history: partitioned by month on the time inside the execution's id, so that
 * retention drops partitions. What is hot is apart and small: leases, keys, signals.
 */
export class CreateExecutions1732400000010 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateExecutions1732400000010'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table executions (
        id uuid primary key,
        workspace_id uuid not null,
        workflow_id uuid not null,
        version int not null,
        engine_version smallint not null,
        status text not null,
        trigger text not null,
        trigger_node text not null,
        created_at timestamptz not null,
        started_at timestamptz,
        finished_at timestamptz,
        finish_seq int,
        input bytea not null,
        output bytea,
        response bytea,
        error text,
        seed bytea not null,
        retry_of uuid
      ) partition by range (id)`)
    await runner.query(`
      create table node_executions (
        execution_id uuid not null,
        seq int not null,
        workspace_id uuid not null,
        kind text not null,
        node_id text not null,
        attempt int not null,
        at timestamptz not null,
        item_counts text,
        error text,
        payload bytea,
        primary key (execution_id, seq)
      ) partition by range (execution_id)`)
    await runner.query(`create index executions_workspace on executions (workspace_id, id desc)`)
    await runner.query(`create index executions_workflow on executions (workspace_id, workflow_id, id desc)`)
    // Most executions succeed: leaving them out keeps this index small and their last update off it.
    await runner.query(
      `create index executions_status on executions (workspace_id, status, id desc) where status <> 'succeeded'`,
    )
    await runner.query(`
      create table execution_leases (
        execution_id uuid primary key,
        workspace_id uuid not null,
        workflow_id uuid not null,
        state text not null,
        owner uuid,
        epoch int not null default 1,
        queued_at timestamptz not null,
        due_at timestamptz,
        concurrency_limit int
      ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0)`)
    await runner.query(
      `create index execution_leases_queued on execution_leases (workspace_id, queued_at) where owner is null and state = 'queued'`,
    )
    await runner.query(`create index execution_leases_due on execution_leases (due_at) where owner is null`)
    await runner.query(`create index execution_leases_owner on execution_leases (owner) where owner is not null`)
    await runner.query(`create index execution_leases_workflow on execution_leases (workflow_id)`)
    await runner.query(`
      create table execution_turns (
        workspace_id uuid primary key,
        served_at timestamptz not null
      )`)
    await runner.query(`
      create table execution_keys (
        workspace_id uuid not null,
        key text not null,
        execution_id uuid not null,
        body_hash text,
        expires_at timestamptz not null,
        primary key (workspace_id, key)
      )`)
    await runner.query(`create index execution_keys_expiry on execution_keys (expires_at)`)
    await runner.query(`
      create table execution_signals (
        execution_id uuid not null,
        seq bigint generated always as identity,
        workspace_id uuid not null,
        kind text not null,
        payload text,
        created_at timestamptz not null default now(),
        primary key (execution_id, seq)
      )`)
    await runner.query(`
      create table process_leases (
        process_id uuid primary key,
        started_at timestamptz not null default now(),
        expires_at timestamptz not null
      )`)
    for (const table of [
      'executions',
      'node_executions',
      'execution_leases',
      'execution_turns',
      'execution_keys',
      'execution_signals',
    ])
      await isolateTable(runner, table, { service: 'execution', system: true })
    await runner.query(ensurePartitions)
    await runner.query(`select ensure_partitions(3)`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function ensure_partitions(int)`)
    const tables = [
      'process_leases',
      'execution_signals',
      'execution_keys',
      'execution_turns',
      'execution_leases',
      'node_executions',
      'executions',
    ]
    for (const table of tables) await runner.query(`drop table ${table}`)
  }
}

/**
 * Makes the partitions of this month and the next ones. The service may not create tables, so the function acts as its
 * owner. A partition itself admits nobody: row-level security without a policy closes it, and the parent's policies
 * govern what goes through the parent.
 */
const ensurePartitions = `
  create function ensure_partitions(months int) returns void language plpgsql security definer
  set search_path = execution, pg_temp as $$
  declare
    parent text;
    first timestamptz;
    name text;
  begin
    perform pg_advisory_xact_lock(hashtext('linkflow/execution-partitions'));
    foreach parent in array array['executions', 'node_executions'] loop
      for i in 0..months loop
        first := date_trunc('month', now() at time zone 'utc') + make_interval(months => i);
        name := parent || '_' || to_char(first, 'YYYYMM');
        if to_regclass('execution.' || name) is null then
          execute format('create table %I partition of %I for values from (%L) to (%L)', name, parent,
            rpad(lpad(to_hex((extract(epoch from first) * 1000)::bigint), 12, '0'), 32, '0')::uuid,
            rpad(lpad(to_hex((extract(epoch from first + interval '1 month') * 1000)::bigint), 12, '0'), 32, '0')::uuid);
          execute format('alter table %I enable row level security', name);
          execute format('alter table %I force row level security', name);
        end if;
      end loop;
    end loop;
  end $$`
