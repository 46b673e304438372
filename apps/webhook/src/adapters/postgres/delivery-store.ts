import { Inject, Injectable } from '@nestjs/common'
import { WebhookNotFound } from '@linkflow/contracts'
import type { Input, ListDeliveries } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Cursor, Opening } from '@linkflow/postgres'
import type { Delivery } from '../../domain/delivery.js'

interface DeliveryRow {
  id: string
  workspace_id: string
  webhook_id: string
  received_at: Date
  outcome: Delivery['outcome']
  status: number
  event_id: string | null
  execution_id: string | null
  reason: string | null
  method: string
  size_bytes: number
}

export type DeliveryFilter = Omit<Input<typeof ListDeliveries>, 'limit' | 'cursor'>

/** The log of what arrived. */
@Injectable()
export class DeliveryStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Writes lines of any workspaces with one statement. */
  async insert(deliveries: readonly Delivery[]): Promise<void> {
    const column = <T>(value: (delivery: Delivery) => T) => deliveries.map(value)
    await this.database.system('delivery log', (tx) =>
      tx.query(
        `insert into webhook_deliveries (workspace_id, id, webhook_id, received_at, outcome, status, event_id,
           execution_id, reason, method, size_bytes)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::int[], $7::text[],
           $8::uuid[], $9::text[], $10::text[], $11::int[])
         on conflict do nothing`,
        [
          column(({ workspaceId }) => workspaceId),
          column(({ id }) => id),
          column(({ webhookId }) => webhookId),
          column(({ receivedAt }) => receivedAt),
          column(({ outcome }) => outcome),
          column(({ status }) => status),
          column(({ eventId }) => text(eventId)),
          column(({ executionId }) => executionId ?? null),
          column(({ reason }) => text(reason)),
          column(({ method }) => text(method)),
          column(({ sizeBytes }) => sizeBytes),
        ],
      ),
    )
  }

  /**
   * At most `limit` deliveries to a webhook that are asked for, after the cursor, newest first.
   *
   * @throws WebhookNotFound
   */
  list(ctx: Opening, asked: DeliveryFilter, cursor: Cursor | undefined, limit: number): Promise<Delivery[]> {
    const { webhookId, outcome, eventId, executionId, from, to } = asked
    return this.database.read(ctx, async (reader) => {
      const [webhook] = await reader.query(`select 1 from webhooks where workspace_id = $1 and id = $2`, [
        reader.workspaceId,
        webhookId,
      ])
      if (!webhook) throw WebhookNotFound()
      const rows = await reader.query<DeliveryRow>(
        `select * from webhook_deliveries
         where workspace_id = $1 and webhook_id = $2
           and ($3::timestamptz is null or (received_at, id) < ($3, $4::uuid))
           and ($6::text is null or outcome = $6) and ($7::text is null or event_id = $7)
           and ($8::uuid is null or execution_id = $8)
           and ($9::timestamptz is null or received_at >= $9) and ($10::timestamptz is null or received_at < $10)
         order by received_at desc, id desc limit $5`,
        [
          ...[reader.workspaceId, webhookId, cursor?.at ?? null, cursor?.id ?? null, limit],
          ...[outcome ?? null, text(eventId), executionId ?? null, from ?? null, to ?? null],
        ],
      )
      return rows.map(toDelivery)
    })
  }

  /** Drops lines older than `before`. */
  async drop(before: Date): Promise<void> {
    await this.database.system('delivery log retention', (tx) =>
      tx.query(`delete from webhook_deliveries where received_at < $1`, [before]),
    )
  }
}

/** What a sender wrote, cut to the width of a log and free of what PostgreSQL's text cannot hold. */
function text(given: string | undefined): string | null {
  return given === undefined ? null : given.slice(0, 256).replaceAll('\u0000', '\ufffd')
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    webhookId: row.webhook_id,
    receivedAt: row.received_at,
    outcome: row.outcome,
    status: row.status,
    ...(row.event_id === null ? {} : { eventId: row.event_id }),
    ...(row.execution_id === null ? {} : { executionId: row.execution_id }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    method: row.method,
    sizeBytes: row.size_bytes,
  }
}
