import { Unavailable } from '@linkflow/kernel'
import type { EventHeaders, EventMessage, Transport } from '@linkflow/messaging'
import type { Database } from './database.js'
import type { Transaction } from './transaction.js'

const PARTITIONS = 4
const BATCH = 200
const POLL_MS = 1000
const GATHER_MS = 20
const SEND_TIMEOUT_MS = 2000
const SENT_KEPT = '7 days'
const INBOX_KEPT = '21 days'
const CLEAN_EVERY_MS = 10 * 60_000

interface OutboxRow {
  id: string
  subject: string
  key: string
  key_seq: string
  data: Buffer
  headers: string
}

/**
 * Sends what transactions published. Each hash partition of keys has one sender at a time, in whichever process, so
 * that events of a key leave in order. What was sent stays seven days: when the event stream turns out to be another
 * one than last time, it is all sent again, and the inboxes drop what they know.
 */
export class OutboxRelay {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private again = false
  private stopped = true
  private dueAt = 0
  private lookedAt = 0
  private cleanedAt = 0

  constructor(
    private readonly db: Database,
    private readonly transport: Transport,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.stopped = false
    this.db.onPublished(() => this.wake())
    this.wake()
  }

  /** Sends soon; cheap to call after every commit: what comes within a moment goes together. */
  wake(): void {
    if (this.stopped) return
    if (this.running) this.again = true
    else this.schedule(GATHER_MS)
  }

  /** Lets a batch that is being sent finish; what is left is sent by others or after the next start. */
  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.running
  }

  private schedule(ms: number): void {
    if (this.timer && this.dueAt <= Date.now() + ms) return
    clearTimeout(this.timer)
    this.dueAt = Date.now() + ms
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.again = false
      this.running = this.pass().finally(() => {
        this.running = undefined
        if (!this.stopped) this.schedule(this.again ? GATHER_MS : POLL_MS)
      })
    }, ms).unref()
  }

  private async pass(): Promise<void> {
    try {
      if (Date.now() - this.lookedAt > POLL_MS) await this.noticeNewStream()
      while (await this.db.system('outbox relay', (tx) => this.sendBatch(tx))) if (this.stopped) return
      if (Date.now() - this.cleanedAt > CLEAN_EVERY_MS) await this.clean()
    } catch (error) {
      this.onError(error)
    }
  }

  /** True when there is more. The transaction holds the partitions' locks while the batch is on its way. */
  private async sendBatch(tx: Transaction): Promise<boolean> {
    const locked = await tx.query<{ partition: number }>(
      `select p as partition from generate_series(0, ${PARTITIONS - 1}) p
       where pg_try_advisory_xact_lock(hashtext($1), p)`,
      [`linkflow/outbox/${this.db.service}`],
    )
    const rows = await tx.query<OutboxRow>(
      `select id, subject, key, key_seq, data, headers from outbox
       where sent_at is null and (hashtext(key) & ${PARTITIONS - 1}) = any($1::int[]) order by position limit ${BATCH}`,
      [locked.map(({ partition }) => partition)],
    )
    if (rows.length === 0) return false
    const sent = await this.sendInOrder(rows)
    await tx.query(`update outbox set sent_at = now() where id = any($1::uuid[])`, [sent])
    return rows.length === BATCH && sent.length > 0
  }

  /** Keys go side by side; within a key, what follows a failure waits for the next pass. */
  private async sendInOrder(rows: OutboxRow[]): Promise<string[]> {
    const byKey = new Map<string, OutboxRow[]>()
    for (const row of rows) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row])
    const sent: string[] = []
    const all = Promise.all(
      [...byKey.values()].map(async (queue) => {
        for (const row of queue) {
          try {
            await this.transport.publishEvent(toMessage(row))
            sent.push(row.id)
          } catch (error) {
            if (!Unavailable.is(error)) this.onError(error)
            return
          }
        }
      }),
    )
    // An event that its consumer tries again and again must not keep the others from being marked as sent.
    let timer: NodeJS.Timeout | undefined
    const late = new Promise((done) => (timer = setTimeout(done, SEND_TIMEOUT_MS)))
    await Promise.race([all, late])
    clearTimeout(timer)
    return [...sent]
  }

  private async noticeNewStream(): Promise<void> {
    this.lookedAt = Date.now()
    const { createdAt } = await this.transport.streamIdentity()
    await this.db.system('outbox relay', async (tx) => {
      const [known] = await tx.query<{ stream_created_at: string }>(`select stream_created_at from relay_state`)
      if (known?.stream_created_at === createdAt) return
      await tx.query(
        `insert into relay_state (id, stream_created_at) values (1, $1)
         on conflict (id) do update set stream_created_at = excluded.stream_created_at`,
        [createdAt],
      )
      if (known) await tx.query(`update outbox set sent_at = null where sent_at > now() - interval '${SENT_KEPT}'`)
    })
  }

  private async clean(): Promise<void> {
    this.cleanedAt = Date.now()
    await this.db.system('outbox retention', async (tx) => {
      await tx.query(`delete from outbox where sent_at < now() - interval '${SENT_KEPT}'`)
      await tx.query(`delete from inbox where processed_at < now() - interval '${INBOX_KEPT}'`)
      await tx.query(`delete from idempotency_keys where created_at < now() - interval '2 days'`)
    })
  }
}

function toMessage(row: OutboxRow): EventMessage {
  return {
    id: row.id,
    subject: row.subject,
    key: row.key,
    seq: Number(row.key_seq),
    data: JSON.parse(row.data.toString('utf8')),
    headers: JSON.parse(row.headers) as EventHeaders,
  }
}
