import { Inject, Injectable } from '@nestjs/common'
import type { OutgoingMessageView } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import type { Cursor, Opening, Transaction } from '@linkflow/postgres'
import { CONFIG } from '@linkflow/service'
import type { NotificationConfig } from '../../config.js'
import type { ClaimedMessage, MessageContent, MessageState, OutgoingMessage } from '../../domain/outgoing-message.js'
import { SealBroken, seal, unseal } from '../../domain/sealed.js'
import { CLAIM_MESSAGES, INSERT_MESSAGE, LIST_MESSAGES, QUEUE_STATE, SETTLE_MESSAGE } from './message-statements.js'
import { toMessage, viewMessage } from './message-row.js'
import type { MessageRow } from './message-row.js'

/** How a message is settled; `dueAt` is when a queued one is tried again. */
export interface Settlement {
  state: MessageState
  provider?: string
  error?: string
  dueAt?: Date
}

/** The queue of what is sent: claimed by one process at a time, erased when it is done. */
@Injectable()
export class MessageStore {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CONFIG) private readonly config: NotificationConfig,
  ) {}

  /** Queues a message in a transaction, unless one of its key is known; gives the one that is. */
  async insert(
    tx: Transaction,
    message: OutgoingMessage,
    state: MessageState = 'queued',
  ): Promise<{ id: string; state: MessageState }> {
    const sealed = state === 'queued' ? this.seal(message.id, message.content) : null
    const { id, key, workspaceId, userId, channel, about, recipient, dueAt, createdAt } = message
    const [row] = await tx.query<{ id: string; state: MessageState }>(INSERT_MESSAGE, [
      id,
      key,
      workspaceId ?? null,
      userId ?? null,
      channel,
      about,
      recipient,
      sealed,
      state,
      dueAt,
      createdAt,
      state === 'queued' ? null : createdAt,
    ])
    return row!
  }

  /** Queues a message by itself. */
  add(message: OutgoingMessage, state: MessageState = 'queued'): Promise<{ id: string; state: MessageState }> {
    return this.database.system('queue a message', (tx) => this.insert(tx, message, state))
  }

  /** Takes due messages out of the queue for `leaseMs`; two processes never take the same. */
  async claim(limit: number, now: Date, leaseMs: number): Promise<ClaimedMessage[]> {
    const rows = await this.database.system('claim messages', (tx) =>
      tx.query<MessageRow & { sealed: Buffer; lease_id: string }>(CLAIM_MESSAGES, [now, leaseMs, newId(), limit]),
    )
    return rows.map((row) => ({
      ...toMessage(row),
      content: this.open(row),
      leaseId: row.lease_id,
      attempts: row.attempts,
    }))
  }

  /** Writes what became of a claimed message, unless its lease ended and somebody else has it. */
  async settle({ id, leaseId }: ClaimedMessage, settlement: Settlement, now: Date): Promise<void> {
    const { state, provider, error, dueAt } = settlement
    await this.database.system('settle a message', (tx) =>
      tx.query(SETTLE_MESSAGE, [id, leaseId, state, provider ?? null, error ?? null, dueAt ?? now, now]),
    )
  }

  /** At most `limit` messages of a workspace after the cursor, newest first. */
  list(ctx: Opening, cursor: Cursor | undefined, limit: number): Promise<OutgoingMessageView[]> {
    return this.database.read(ctx, async (reader) => {
      const place = [reader.workspaceId, cursor?.at ?? null, cursor?.id ?? null, limit]
      return (await reader.query<MessageRow>(LIST_MESSAGES, place)).map(viewMessage)
    })
  }

  /** How many wait, and since when the one that is overdue for longest. */
  async queueState(now: Date): Promise<{ depth: number; oldestDueAt?: Date }> {
    const [row] = await this.database.system('queue depth', (tx) =>
      tx.query<{ depth: number; oldest: Date | null }>(QUEUE_STATE, [now]),
    )
    return { depth: row?.depth ?? 0, ...(row?.oldest && { oldestDueAt: row.oldest }) }
  }

  /** Queues again what no provider was configured for, when it is younger than `since`. */
  async requeueUnconfigured(since: Date, now: Date): Promise<void> {
    await this.database.system('queue again', (tx) =>
      tx.query(
        `update outgoing_messages set state = 'queued', due_at = $2, finished_at = null
         where state = 'not-configured' and sealed is not null and created_at >= $1`,
        [since, now],
      ),
    )
  }

  /** Erases what nobody will send any more, and drops what is older than `before`. */
  async drop(before: Date, unsendableBefore: Date): Promise<void> {
    await this.database.system('message retention', async (tx) => {
      await tx.query(
        `update outgoing_messages set sealed = null
         where state = 'not-configured' and sealed is not null and created_at < $1`,
        [unsendableBefore],
      )
      await tx.query(`delete from outgoing_messages where created_at < $1 and state <> 'queued'`, [before])
    })
  }

  /** What does not open fails by itself, later: here it would take the others down that were claimed with it. */
  private open({ id, sealed }: { id: string; sealed: Buffer }): MessageContent | undefined {
    try {
      return unseal(sealed, placeOf(id), this.config.LINKFLOW_NOTIFICATION_KEY) as MessageContent
    } catch (error) {
      if (error instanceof SealBroken) return undefined
      throw error
    }
  }

  private seal(id: string, content: MessageContent): Buffer {
    return seal(content, placeOf(id), this.config.LINKFLOW_NOTIFICATION_KEY)
  }
}

const placeOf = (id: string): string => `message/${id}`
