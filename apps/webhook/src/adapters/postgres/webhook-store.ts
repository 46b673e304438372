import { Inject, Injectable } from '@nestjs/common'
import { WebhookNotFound } from '@linkflow/contracts'
import type { Input, RegisterWebhooks } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import type { Cursor, Opening, Reader, Transaction } from '@linkflow/postgres'
import { newToken } from '../../domain/token.js'
import type { Webhook } from '../../domain/webhook.js'
import { WEBHOOK_COLUMNS, toWebhook } from './webhook-row.js'
import type { WebhookRow } from './webhook-row.js'

/** Later than every generation there can be: nothing is registered any more. */
const FINAL_GENERATION = Number.MAX_SAFE_INTEGER

/** The registered webhooks. Inactive ones stay for their token: the URL is the same when they come back. */
@Injectable()
export class WebhookStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Makes a workflow's webhooks exactly these, unless a later generation is known; gives the ones there are then. */
  register(ctx: Opening, input: Input<typeof RegisterWebhooks>, now: Date): Promise<Webhook[]> {
    return this.database.transact(ctx, async (tx) => {
      const { workflowId, generation } = input
      if (await enterGeneration(tx, workflowId, generation)) await replaceWebhooks(tx, input, now)
      return listOf(tx, workflowId)
    })
  }

  /** The active webhook of a token; belongs to no workspace before it is found. */
  async findByToken(token: string): Promise<Webhook | undefined> {
    const [row] = await this.database.system('webhook token', (tx) =>
      tx.query<WebhookRow>(`select ${WEBHOOK_COLUMNS} from webhooks where token = $1 and active`, [token]),
    )
    return row && toWebhook(row)
  }

  /** At most `limit` active webhooks after the cursor, newest first. */
  list(ctx: Opening, workflowId: string | undefined, cursor: Cursor | undefined, limit: number): Promise<Webhook[]> {
    return this.database.read(ctx, async (reader) => {
      const rows = await reader.query<WebhookRow>(
        `select ${WEBHOOK_COLUMNS} from webhooks
         where workspace_id = $1 and active
           and ($2::uuid is null or workflow_id = $2)
           and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
         order by created_at desc, id desc limit $5`,
        [reader.workspaceId, workflowId ?? null, cursor?.at ?? null, cursor?.id ?? null, limit],
      )
      return rows.map(toWebhook)
    })
  }

  /**
   * Gives an active webhook another token.
   *
   * @throws WebhookNotFound
   */
  regenerate(ctx: Opening, webhookId: string): Promise<Webhook> {
    return this.database.transact(ctx, async (tx) => {
      const [row] = await tx.query<WebhookRow>(
        `update webhooks set token = $3 where workspace_id = $1 and id = $2 and active returning ${WEBHOOK_COLUMNS}`,
        [tx.workspaceId, webhookId, newToken()],
      )
      if (!row) throw WebhookNotFound()
      return toWebhook(row)
    })
  }

  /** Removes a deleted workflow's webhooks for good, in the transaction of the event that tells. */
  async forgetWorkflow(tx: Transaction, workflowId: string): Promise<void> {
    await enterGeneration(tx, workflowId, FINAL_GENERATION)
    await tx.query(`delete from webhooks where workspace_id = $1 and workflow_id = $2`, [tx.workspaceId, workflowId])
  }
}

/** False when a later generation is known. The row's lock makes registrations of one workflow take turns. */
async function enterGeneration(tx: Transaction, workflowId: string, generation: number): Promise<boolean> {
  const changed = await tx.query(
    `insert into workflow_generations as g (workspace_id, workflow_id, generation) values ($1, $2, $3)
     on conflict (workspace_id, workflow_id) do update set generation = excluded.generation
     where g.generation <= excluded.generation returning 1`,
    [tx.workspaceId, workflowId, generation],
  )
  return changed.length > 0
}

async function replaceWebhooks(
  tx: Transaction,
  { workflowId, version, webhooks }: Input<typeof RegisterWebhooks>,
  now: Date,
): Promise<void> {
  const column = <T>(value: (webhook: (typeof webhooks)[number]) => T) => webhooks.map(value)
  await tx.query(
    `update webhooks set active = false
     where workspace_id = $1 and workflow_id = $2 and active and node_id <> all($3::text[])`,
    [tx.workspaceId, workflowId, column(({ nodeId }) => nodeId)],
  )
  if (webhooks.length === 0) return
  await tx.query(
    `insert into webhooks (workspace_id, workflow_id, version, created_at, active, id, token, node_id, method, respond,
       verify, event_id, timeout_ms, response, max_per_minute, allow)
     select $1, $2, $3, $4, true, t.id, t.token, t.node_id, t.method, t.respond, t.verify, t.event_id, t.timeout_ms,
       t.response, t.max_per_minute, string_to_array(t.allow, ' ')
     from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::int[],
       $13::text[], $14::int[], $15::text[])
       as t(id, token, node_id, method, respond, verify, event_id, timeout_ms, response, max_per_minute, allow)
     on conflict (workspace_id, workflow_id, node_id) do update set version = excluded.version, active = true,
       method = excluded.method, respond = excluded.respond, verify = excluded.verify, event_id = excluded.event_id,
       timeout_ms = excluded.timeout_ms, response = excluded.response, max_per_minute = excluded.max_per_minute,
       allow = excluded.allow`,
    [
      tx.workspaceId,
      workflowId,
      version,
      now,
      column(() => newId()),
      column(() => newToken()),
      column(({ nodeId }) => nodeId),
      column(({ method }) => method),
      column(({ respond }) => respond),
      column(({ verify }) => JSON.stringify(verify)),
      column(({ eventId }) => (eventId ? JSON.stringify(eventId) : null)),
      column(({ timeoutMs }) => timeoutMs ?? null),
      column(({ response }) => (response ? JSON.stringify(response) : null)),
      column(({ maxPerMinute }) => maxPerMinute ?? null),
      column(({ allow }) => allow?.join(' ') ?? null),
    ],
  )
}

async function listOf(reader: Reader, workflowId: string): Promise<Webhook[]> {
  const rows = await reader.query<WebhookRow>(
    `select ${WEBHOOK_COLUMNS} from webhooks where workspace_id = $1 and workflow_id = $2 and active order by created_at, id`,
    [reader.workspaceId, workflowId],
  )
  return rows.map(toWebhook)
}
