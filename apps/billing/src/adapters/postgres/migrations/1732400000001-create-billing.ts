import { closeTable, isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class CreateBilling1732400000001 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateBilling1732400000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table plans (
        id text primary key,
        definition jsonb not null,
        offered boolean not null,
        updated_at timestamptz not null
      )`)
    await runner.query(`
      create table subscriptions (
        workspace_id uuid primary key,
        customer_id text unique,
        assigned_plan_id text,
        assigned_by text check (assigned_by in ('operator', 'owner')),
        stripe_subscription_id text,
        plan_id text,
        status text,
        period_ends_at timestamptz,
        trial_ends_at timestamptz,
        cancels_at_period_end boolean not null default false,
        past_due_since timestamptz,
        looked_at timestamptz,
        updated_at timestamptz not null
      )`)
    await runner.query(
      `create index subscriptions_looked_at on subscriptions (looked_at) where customer_id is not null`,
    )
    await runner.query(`
      create table invoices (
        workspace_id uuid not null,
        id uuid not null,
        stripe_invoice_id text not null unique,
        number text,
        status text not null,
        currency text not null,
        total bigint not null,
        amount_due bigint not null,
        amount_paid bigint not null,
        period_starts_at timestamptz not null,
        period_ends_at timestamptz not null,
        url text,
        pdf_url text,
        created_at timestamptz not null,
        primary key (workspace_id, id)
      )`)
    await runner.query(`create index invoices_newest on invoices (workspace_id, created_at desc, id desc)`)
    await runner.query(`
      create table usage (
        workspace_id uuid not null,
        day date not null,
        executions bigint not null,
        node_executions bigint not null,
        compute_ms bigint not null,
        data_bytes bigint not null,
        ai_tokens bigint not null,
        primary key (workspace_id, day)
      )`)
    await runner.query(`
      create table alerts (
        workspace_id uuid not null,
        quota text not null,
        period text not null,
        threshold int not null,
        quota_limit bigint not null,
        raised_at timestamptz not null,
        primary key (workspace_id, quota, period, quota_limit, threshold)
      )`)
    // A part is what its day had not reported before: the first is the day, later ones are what came in late.
    await runner.query(`
      create table meter_events (
        workspace_id uuid not null,
        day date not null,
        meter text not null,
        part int not null,
        customer_id text not null,
        event_name text not null,
        value bigint not null,
        attempts int not null default 0,
        due_at timestamptz not null,
        sent_at timestamptz,
        error text,
        primary key (workspace_id, day, meter, part)
      )`)
    await runner.query(`create index meter_events_due on meter_events (due_at) where sent_at is null`)
    await runner.query(`
      create table stripe_events (
        id text primary key,
        type text not null,
        customer_id text,
        outcome text not null check (outcome in ('applied', 'ignored')),
        created_at timestamptz not null,
        received_at timestamptz not null
      )`)
    for (const table of ['subscriptions', 'invoices', 'usage', 'meter_events'])
      await isolateTable(runner, table, { service: 'billing', system: true })
    await isolateTable(runner, 'alerts', { service: 'billing' })
    // Plans belong to the installation; an event is stored before anybody knows whose it is.
    for (const table of ['plans', 'stripe_events']) await closeTable(runner, table, 'billing')
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['stripe_events', 'meter_events', 'alerts', 'usage', 'invoices', 'subscriptions', 'plans'])
      await runner.query(`drop table ${table}`)
  }
}
