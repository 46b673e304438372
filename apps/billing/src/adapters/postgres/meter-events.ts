import type { Transaction } from '@linkflow/postgres'
import type { FigureName } from '../../domain/usage.js'

/** One report of usage to a meter. */
export interface MeterEvent {
  workspaceId: string
  day: string
  meter: FigureName
  part: number
  customerId: string
  eventName: string
  value: number
  attempts: number
}

interface MeterEventRow {
  workspace_id: string
  day: string
  meter: FigureName
  part: number
  customer_id: string
  event_name: string
  value: string
  attempts: number
}

const columns: Readonly<Record<FigureName, string>> = {
  executions: 'executions',
  nodeExecutions: 'node_executions',
  computeMs: 'compute_ms',
  dataBytes: 'data_bytes',
  aiTokens: 'ai_tokens',
}

/**
 * Queues what customers used on past days and no report says yet. Its key makes a report that two replicas queue at once
 * one report. Stripe takes nothing older than 35 days.
 */
export async function queueMeterEvents(
  tx: Transaction,
  { meter, eventName, before, now }: { meter: FigureName; eventName: string; before: string; now: Date },
): Promise<void> {
  await tx.query(
    `insert into meter_events (workspace_id, day, meter, part, customer_id, event_name, value, due_at)
     select u.workspace_id, u.day, $1, coalesce(m.parts, 0) + 1, s.customer_id, $2,
       u.${columns[meter]} - coalesce(m.reported, 0), $4
     from usage u join subscriptions s on s.workspace_id = u.workspace_id and s.stripe_subscription_id is not null
     left join lateral (
       select count(*)::int as parts, sum(value) as reported from meter_events e
       where e.workspace_id = u.workspace_id and e.day = u.day and e.meter = $1
     ) m on true
     where u.day < $3::date and u.day >= $3::date - 34 and u.${columns[meter]} > coalesce(m.reported, 0)
     on conflict do nothing`,
    [meter, eventName, before, now],
  )
}

/** A report that is due, which nobody else sends until the transaction ends. */
export async function claimMeterEvent(tx: Transaction, now: Date): Promise<MeterEvent | undefined> {
  const [row] = await tx.query<MeterEventRow>(
    `select workspace_id, day::text as day, meter, part, customer_id, event_name, value, attempts from meter_events
     where sent_at is null and due_at <= $1 and day >= $1::date - 34 order by due_at limit 1 for update skip locked`,
    [now],
  )
  if (!row) return undefined
  const { workspace_id: workspaceId, customer_id: customerId, event_name: eventName, value, ...rest } = row
  return { workspaceId, customerId, eventName, value: Number(value), ...rest }
}

/** Remembers that a report was taken. */
export async function markSent(tx: Transaction, event: MeterEvent, now: Date): Promise<void> {
  await tx.query(
    `update meter_events set sent_at = $5, error = null where workspace_id = $1 and day = $2 and meter = $3 and part = $4`,
    [...keyOf(event), now],
  )
}

/** Puts a report off that was not taken. */
export async function postpone(
  tx: Transaction,
  event: MeterEvent,
  { dueAt, error }: { dueAt: Date; error: string },
): Promise<void> {
  await tx.query(
    `update meter_events set attempts = attempts + 1, due_at = $5, error = $6
     where workspace_id = $1 and day = $2 and meter = $3 and part = $4`,
    [...keyOf(event), dueAt, error],
  )
}

const keyOf = ({ workspaceId, day, meter, part }: MeterEvent) => [workspaceId, day, meter, part]
