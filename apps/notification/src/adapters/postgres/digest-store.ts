import { Inject, Injectable } from '@nestjs/common'
import type { NotificationEvent } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Transaction } from '@linkflow/postgres'

/** Something that waits to be told with others. */
export interface DigestItem {
  id: string
  workspaceId: string
  userId: string
  event: NotificationEvent
  address: string
  name?: string
  title: string
  text: string
  url: string
  createdAt: Date
  dueAt: Date
}

interface DigestRow {
  id: string
  workspace_id: string
  user_id: string
  event: NotificationEvent
  address: string
  recipient_name: string | null
  title: string
  body: string
  url: string
  created_at: Date
  due_at: Date
}

/** What is gathered for the digests people asked for. */
@Injectable()
export class DigestStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Adds an item, unless it is there already. */
  async insert(tx: Transaction, item: DigestItem): Promise<void> {
    const { id, workspaceId, userId, event, address, name, title, text, url, createdAt, dueAt } = item
    await tx.query(
      `insert into digest_items (id, workspace_id, user_id, event, address, recipient_name, title, body, url, created_at,
         due_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
      [id, workspaceId, userId, event, address, name ?? null, title, text, url, createdAt, dueAt],
    )
  }

  add(item: DigestItem): Promise<void> {
    return this.database.system('digest item', (tx) => this.insert(tx, item))
  }

  /**
   * Takes the due items of one person and event and has `send` queue them, all in one transaction; false when nothing is
   * due. A digest has at most `limit` items, the next one the rest.
   */
  sendNext(now: Date, limit: number, send: (tx: Transaction, items: DigestItem[]) => Promise<void>): Promise<boolean> {
    return this.database.system('send a digest', async (tx) => {
      const rows = await tx.query<DigestRow>(
        `with next as (
           select workspace_id, user_id, event from digest_items where due_at <= $1
           order by due_at, id limit 1 for update skip locked
         ), due as (
           select i.id from digest_items i join next using (workspace_id, user_id, event)
           where i.due_at <= $1 order by i.created_at, i.id limit $2 for update of i skip locked
         )
         delete from digest_items where id in (select id from due) returning *`,
        [now, limit],
      )
      if (rows.length === 0) return false
      const items = rows.map(toItem).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
      await send(tx, items)
      return true
    })
  }
}

function toItem(row: DigestRow): DigestItem {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    userId: row.user_id,
    event: row.event,
    address: row.address,
    ...(row.recipient_name === null ? {} : { name: row.recipient_name }),
    title: row.title,
    text: row.body,
    url: row.url,
    createdAt: row.created_at,
    dueAt: row.due_at,
  }
}
