import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Schedules, what they fired, and the generations by which stale registrations are known. */
export class CreateSchedules1732400000002 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateSchedules1732400000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table schedules (
        workspace_id uuid not null,
        id uuid not null,
        workflow_id uuid not null,
        node_id text,
        version int,
        name text,
        rule text not null,
        time_zone text not null,
        anchor_at timestamptz not null,
        start_at timestamptz,
        end_at timestamptz,
        jitter_ms int not null,
        overlap text not null,
        catch_up text not null,
        input text,
        registered boolean not null,
        paused boolean not null,
        next_at timestamptz,
        next_due_at timestamptz,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (workspace_id, id),
        unique (workspace_id, workflow_id, node_id)
      )`)
    await runner.query(`create index schedules_due on schedules (next_due_at) where next_due_at is not null`)
    await runner.query(`create index schedules_listed on schedules (workspace_id, created_at desc, id desc)`)
    await runner.query(`
      create table workflow_generations (
        workspace_id uuid not null,
        workflow_id uuid not null,
        generation bigint not null,
        primary key (workspace_id, workflow_id)
      )`)
    await runner.query(`
      create table schedule_fires (
        workspace_id uuid not null,
        id uuid not null,
        position bigint generated always as identity,
        schedule_id uuid not null,
        kind text not null,
        nominal_at timestamptz not null,
        due_at timestamptz not null,
        fired_at timestamptz not null,
        overlap text not null,
        attempt int not null,
        decided boolean not null default false,
        lease_until timestamptz,
        settled_at timestamptz,
        outcome text,
        reason text,
        execution_id uuid,
        running boolean not null default false,
        primary key (workspace_id, id),
        unique (schedule_id, nominal_at),
        foreign key (workspace_id, schedule_id) references schedules on delete cascade
      )`)
    await runner.query(
      `create index schedule_fires_pending on schedule_fires (lease_until) where lease_until is not null`,
    )
    await runner.query(
      `create index schedule_fires_open on schedule_fires (schedule_id, position) where lease_until is not null or running`,
    )
    await runner.query(`create index schedule_fires_age on schedule_fires using brin (settled_at)`)
    await isolateTable(runner, 'schedules', { service: 'schedule', system: true })
    await isolateTable(runner, 'workflow_generations', { service: 'schedule' })
    await isolateTable(runner, 'schedule_fires', { service: 'schedule', system: true })
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['schedule_fires', 'workflow_generations', 'schedules'])
      await runner.query(`drop table ${table}`)
  }
}
