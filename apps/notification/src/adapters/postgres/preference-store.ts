import { Inject, Injectable } from '@nestjs/common'
import type { NotificationPreference, QuietHours } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Opening, Reader, Transaction } from '@linkflow/postgres'
import { NO_PREFERENCES } from '../../domain/preferences.js'
import type { Preferences } from '../../domain/preferences.js'

interface SettingsRow {
  user_id: string
  time_zone: string
  quiet_from: string | null
  quiet_to: string | null
}
type PreferenceRow = NotificationPreference & { user_id: string }

/** What changes; absent members stay as they are. */
export interface PreferenceChanges {
  preferences?: readonly NotificationPreference[]
  timeZone?: string
  quietHours?: QuietHours | null
}

/** What people want to be told. */
@Injectable()
export class PreferenceStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  get(ctx: Opening, userId: string): Promise<Preferences> {
    return this.database.read(ctx, async (reader) => (await this.of(reader, [userId])).get(userId) ?? NO_PREFERENCES)
  }

  /** Those of several people; who never chose anything is left out. */
  async of(reader: Reader, userIds: readonly string[]): Promise<Map<string, Preferences>> {
    const place = [reader.workspaceId, userIds]
    const settings = await reader.query<SettingsRow>(
      `select user_id, time_zone, quiet_from, quiet_to from notification_settings
       where workspace_id = $1 and user_id = any($2::uuid[])`,
      place,
    )
    const chosen = await reader.query<PreferenceRow>(
      `select user_id, event, channel, timing from notification_preferences
       where workspace_id = $1 and user_id = any($2::uuid[])`,
      place,
    )
    const known = new Set([...settings, ...chosen].map(({ user_id }) => user_id))
    return new Map(
      [...known].map((userId) => [
        userId,
        toPreferences(
          settings.find(({ user_id }) => user_id === userId),
          chosen.filter(({ user_id }) => user_id === userId),
        ),
      ]),
    )
  }

  update(ctx: Opening, userId: string, changes: PreferenceChanges): Promise<Preferences> {
    return this.database.transact(ctx, async (tx) => {
      for (const preference of changes.preferences ?? []) await choose(tx, userId, preference)
      await change(tx, userId, changes)
      return (await this.of(tx, [userId])).get(userId) ?? NO_PREFERENCES
    })
  }
}

async function choose(tx: Transaction, userId: string, choice: NotificationPreference): Promise<void> {
  await tx.query(
    `insert into notification_preferences (workspace_id, user_id, event, channel, timing) values ($1, $2, $3, $4, $5)
     on conflict (workspace_id, user_id, event, channel) do update set timing = excluded.timing`,
    [tx.workspaceId, userId, choice.event, choice.channel, choice.timing],
  )
}

async function change(tx: Transaction, userId: string, { timeZone, quietHours }: PreferenceChanges): Promise<void> {
  if (timeZone === undefined && quietHours === undefined) return
  await tx.query(
    `insert into notification_settings as s (workspace_id, user_id, time_zone, quiet_from, quiet_to)
     values ($1, $2, coalesce($3::text, 'UTC'), $4::text, $5::text)
     on conflict (workspace_id, user_id) do update set time_zone = coalesce($3::text, s.time_zone),
       quiet_from = case when $6 then $4::text else s.quiet_from end,
       quiet_to = case when $6 then $5::text else s.quiet_to end`,
    [
      tx.workspaceId,
      userId,
      timeZone ?? null,
      quietHours?.from ?? null,
      quietHours?.to ?? null,
      quietHours !== undefined,
    ],
  )
}

function toPreferences(settings: SettingsRow | undefined, chosen: readonly PreferenceRow[]): Preferences {
  const { quiet_from: from = null, quiet_to: to = null } = settings ?? {}
  return {
    chosen: chosen.map(({ event, channel, timing }) => ({ event, channel, timing })),
    timeZone: settings?.time_zone ?? NO_PREFERENCES.timeZone,
    ...(from !== null && to !== null && { quietHours: { from, to } }),
  }
}
