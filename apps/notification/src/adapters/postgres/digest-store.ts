import { Inject, Injectable } from '@nestjs/common'
import type { NotificationEvent } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Transaction } from '@linkflow/postgres'
import type { MessageState, OutgoingMessage } from '../../domain/outgoing-message.js'
import { MessageStore } from './message-store.js'

/** Whom a digest is for, and of what it tells. */
export interface DigestReader {
  workspaceId: string
  userId: string
  event: NotificationEvent
}

/** Something that waits to be told with others. */
export interface DigestItem extends DigestReader {
  id: string
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
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MessageStore) private readonly messages: MessageStore,
  ) {}

  /** Adds an item, unless it is there already. */
  async insert(tx: Transaction, item: DigestItem): Promise<void> {
    const { id, workspaceId, userId, event, address, name, title, text, url, createdAt, dueAt } = item
    await tx.query(
      `insert into digest_items (id, workspace_id, user_id, event, address, recipient_name, title, body, url, created_at,
         due_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
      [id, workspaceId, userId, event, address, name ?? null, title, text, url, createdAt, dueAt],
    )
  }

  /** Adds an e-mail that was asked for; the message stands for it in the log, so that one key is told once. */
  gather(message: OutgoingMessage, item: DigestItem): Promise<{ id: string; state: MessageState }> {
    return this.database.system('gather an e-mail', async (tx) => {
      const known = await this.messages.insert(tx, message, 'gathered')
      if (known.id === message.id) await this.insert(tx, item)
      return known
    })
  }

  /** For whom a digest is due, longest first. */
  findDue(now: Date): Promise<DigestReader | undefined> {
    return this.database.system('find a digest', async (tx) => {
      const [row] = await tx.query<DigestRow>(
        `select workspace_id, user_id, event from digest_items where due_at <= $1 order by due_at, id limit 1`,
        [now],
      )
      return row && { workspaceId: row.workspace_id, userId: row.user_id, event: row.event }
    })
  }

  /**
   * Takes the due items of a digest, oldest first and at most `limit`, and has `send` queue them, all in one transaction.
   * What another process takes is left to it; tells whether there was anything else.
   */
  take(
    { workspaceId, userId, event }: DigestReader,
    { now, limit }: { now: Date; limit: number },
    send: (tx: Transaction, items: DigestItem[]) => Promise<void>,
  ): Promise<boolean> {
    return this.database.system('send a digest', async (tx) => {
      const rows = await tx.query<DigestRow>(
        `delete from digest_items where id in (
           select id from digest_items where workspace_id = $1 and user_id = $2 and event = $3 and due_at <= $4
           order by created_at, id limit $5 for update skip locked
         ) returning *`,
        [workspaceId, userId, event, now, limit],
      )
      const items = rows.map(toItem).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
      if (items.length > 0) await send(tx, items)
      return items.length > 0
    })
  }

  /** Puts a digest off that cannot be sent now. */
  async postpone(
    { workspaceId, userId, event }: DigestReader,
    { now, until }: { now: Date; until: Date },
  ): Promise<void> {
    await this.database.system('postpone a digest', (tx) =>
      tx.query(
        `update digest_items set due_at = $5 where workspace_id = $1 and user_id = $2 and event = $3 and due_at <= $4`,
        [workspaceId, userId, event, now, until],
      ),
    )
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
