import { isolateTable } from '@linkflow/postgres'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What people are told, what they want to be told, in which words, and the queue of what is sent. */
export class CreateNotifications1732400000004 implements MigrationInterface {
  static readonly compatibility = 'compatible'
  name = 'CreateNotifications1732400000004'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TOLD, ...CHOSEN, ...SENT, ...COUNTED]) await runner.query(statement)
    for (const table of ['notification_preferences', 'notification_settings', 'email_templates'])
      await isolateTable(runner, table, { service: 'notification' })
    for (const table of [
      'notifications',
      'notification_endpoints',
      'outgoing_messages',
      'digest_items',
      'failure_groups',
    ])
      await isolateTable(runner, table, { service: 'notification', system: true })
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'failure_groups',
      'digest_items',
      'outgoing_messages',
      'notification_endpoints',
      'email_templates',
      'notification_settings',
      'notification_preferences',
      'notifications',
    ])
      await runner.query(`drop table ${table}`)
  }
}

const TOLD = [
  `create table notifications (
    workspace_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    event text not null,
    title text not null,
    body text not null,
    url text,
    created_at timestamptz not null,
    read_at timestamptz,
    primary key (workspace_id, id)
  )`,
  `create index notifications_listed on notifications (workspace_id, user_id, created_at desc, id desc)`,
  `create index notifications_unread on notifications (workspace_id, user_id) where read_at is null`,
  `create index notifications_age on notifications (created_at)`,
]

const CHOSEN = [
  `create table notification_preferences (
    workspace_id uuid not null,
    user_id uuid not null,
    event text not null,
    channel text not null,
    timing text not null,
    primary key (workspace_id, user_id, event, channel)
  )`,
  `create table notification_settings (
    workspace_id uuid not null,
    user_id uuid not null,
    time_zone text not null default 'UTC',
    quiet_from text,
    quiet_to text,
    primary key (workspace_id, user_id)
  )`,
  // A version without a subject put the built-in template back.
  `create table email_templates (
    workspace_id uuid not null,
    name text not null,
    version int not null,
    subject text,
    body_text text,
    body_html text,
    created_at timestamptz not null,
    created_by text,
    primary key (workspace_id, name, version)
  )`,
  `create table notification_endpoints (
    workspace_id uuid not null,
    id uuid not null,
    user_id uuid,
    kind text not null,
    host text not null,
    sealed bytea not null,
    events text[] not null,
    created_at timestamptz not null,
    primary key (workspace_id, id)
  )`,
  `create index notification_endpoints_listed on notification_endpoints (workspace_id, created_at desc, id desc)`,
]

// No workspace: mails about an account.
const SENT = [
  `create table outgoing_messages (
    id uuid primary key,
    key text not null unique,
    workspace_id uuid,
    user_id uuid,
    channel text not null,
    about text not null,
    recipient text not null,
    sealed bytea,
    state text not null,
    attempts int not null default 0,
    due_at timestamptz not null,
    lease_id uuid,
    provider text,
    error text,
    created_at timestamptz not null,
    finished_at timestamptz
  )`,
  `create index outgoing_messages_due on outgoing_messages (due_at) where state = 'queued'`,
  `create index outgoing_messages_listed on outgoing_messages (workspace_id, created_at desc, id desc)`,
  `create index outgoing_messages_age on outgoing_messages (created_at)`,
  `create table digest_items (
    id uuid primary key,
    workspace_id uuid not null,
    user_id uuid not null,
    event text not null,
    address text not null,
    recipient_name text,
    title text not null,
    body text not null,
    url text not null,
    created_at timestamptz not null,
    due_at timestamptz not null
  )`,
  `create index digest_items_due on digest_items (due_at)`,
]

// Due when there is something to tell; a first execution that is there was not told yet.
const COUNTED = [
  `create table failure_groups (
    workspace_id uuid not null,
    workflow_id uuid not null,
    first_execution_id uuid,
    first_error text,
    first_at timestamptz,
    counted int not null,
    last_execution_id uuid,
    last_error text,
    last_at timestamptz,
    window_until timestamptz not null,
    due_at timestamptz,
    lease_id uuid,
    primary key (workspace_id, workflow_id)
  )`,
  `create index failure_groups_due on failure_groups (due_at) where due_at is not null`,
]
