import { Inject, Injectable } from '@nestjs/common'
import { NotificationNotFound } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Cursor, Reader, Transaction } from '@linkflow/postgres'
import type { Notification } from '../../domain/notification.js'
import type { Place } from '../../domain/own-place.js'

interface NotificationRow {
  id: string
  workspace_id: string
  user_id: string
  event: Notification['event']
  title: string
  body: string
  url: string | null
  created_at: Date
  read_at: Date | null
}

/** What people were told, each their own. */
@Injectable()
export class NotificationStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Writes notifications of the transaction's workspace with one statement. */
  async insert(tx: Transaction, notifications: readonly Notification[]): Promise<void> {
    if (notifications.length === 0) return
    const column = <T>(value: (notification: Notification) => T) => notifications.map(value)
    await tx.query(
      `insert into notifications (workspace_id, id, user_id, event, title, body, url, created_at)
       select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])`,
      [
        tx.workspaceId,
        column(({ id }) => id),
        column(({ userId }) => userId),
        column(({ event }) => event),
        column(({ title }) => title),
        column(({ text }) => text),
        column(({ url }) => url ?? null),
        column(({ createdAt }) => createdAt),
      ],
    )
  }

  /** At most `limit` of a person's notifications after the cursor, newest first. */
  list(
    place: Place,
    { unread, cursor, limit }: { unread: boolean | undefined; cursor: Cursor | undefined; limit: number },
  ): Promise<Notification[]> {
    return this.database.read(place, async (reader) => {
      const rows = await reader.query<NotificationRow>(
        `select * from notifications
         where workspace_id = $1 and user_id = $2
           and ($3::boolean is null or (read_at is null) = $3)
           and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
         order by created_at desc, id desc limit $6`,
        [reader.workspaceId, place.userId, unread ?? null, cursor?.at ?? null, cursor?.id ?? null, limit],
      )
      return rows.map(toNotification)
    })
  }

  countUnread(place: Place): Promise<number> {
    return this.database.read(place, (reader) => countUnread(reader, place.userId))
  }

  /** @throws NotificationNotFound */
  markRead(place: Place, id: string, now: Date): Promise<{ notification: Notification; unread: number }> {
    return this.database.transact(place, async (tx) => {
      const [row] = await tx.query<NotificationRow>(
        `update notifications set read_at = coalesce(read_at, $4) where workspace_id = $1 and user_id = $2 and id = $3
         returning *`,
        [tx.workspaceId, place.userId, id, now],
      )
      if (!row) throw NotificationNotFound()
      return { notification: toNotification(row), unread: await countUnread(tx, place.userId) }
    })
  }

  /** How many there were to mark. */
  markAllRead(place: Place, now: Date): Promise<number> {
    return this.database.transact(place, (tx) =>
      tx.execute(`update notifications set read_at = $3 where workspace_id = $1 and user_id = $2 and read_at is null`, [
        tx.workspaceId,
        place.userId,
        now,
      ]),
    )
  }

  /**
   * Gives how many are unread then.
   *
   * @throws NotificationNotFound
   */
  delete(place: Place, id: string): Promise<number> {
    return this.database.transact(place, async (tx) => {
      const deleted = await tx.execute(
        `delete from notifications where workspace_id = $1 and user_id = $2 and id = $3`,
        [tx.workspaceId, place.userId, id],
      )
      if (deleted === 0) throw NotificationNotFound()
      return countUnread(tx, place.userId)
    })
  }

  /** Drops notifications older than `before`. */
  async drop(before: Date): Promise<void> {
    await this.database.system('notification retention', (tx) =>
      tx.query(`delete from notifications where created_at < $1`, [before]),
    )
  }
}

async function countUnread(reader: Reader, userId: string): Promise<number> {
  const [row] = await reader.query<{ unread: number }>(
    `select count(*)::int as unread from notifications where workspace_id = $1 and user_id = $2 and read_at is null`,
    [reader.workspaceId, userId],
  )
  return row?.unread ?? 0
}

function toNotification(row: NotificationRow): Notification {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    userId: row.user_id,
    event: row.event,
    title: row.title,
    text: row.body,
    ...(row.url === null ? {} : { url: row.url }),
    createdAt: row.created_at,
    ...(row.read_at === null ? {} : { readAt: row.read_at }),
  }
}
