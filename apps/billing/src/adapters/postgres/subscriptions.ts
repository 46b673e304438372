import type { Reader, Transaction } from '@linkflow/postgres'
import type {
  OtherSubscription,
  StripeSubscription,
  Subscription,
  SubscriptionStatus,
} from '../../domain/subscription.js'

interface SubscriptionRow {
  customer_id: string | null
  assigned_plan_id: string | null
  assigned_by: 'operator' | 'owner' | null
  stripe_subscription_id: string | null
  plan_id: string | null
  status: SubscriptionStatus | null
  period_ends_at: Date | null
  trial_ends_at: Date | null
  cancels_at_period_end: boolean
  past_due_since: Date | null
  others: OtherSubscription[]
}

const COLUMNS = `customer_id, assigned_plan_id, assigned_by, stripe_subscription_id, plan_id, status, period_ends_at,
  trial_ends_at, cancels_at_period_end, past_due_since, others`

/** What is known of a workspace's plan; nothing for most. */
export async function readSubscription(reader: Reader, workspaceId = reader.workspaceId): Promise<Subscription> {
  const [row] = await reader.query<SubscriptionRow>(`select ${COLUMNS} from subscriptions where workspace_id = $1`, [
    workspaceId,
  ])
  return row ? subscriptionOf(row) : {}
}

/**
 * The workspace of a customer, whose subscription nobody else changes until the transaction ends: what two of them read
 * from Stripe is stored in the order in which it was read.
 */
export async function lockCustomer(tx: Transaction, customerId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ workspace_id: string }>(
    `select workspace_id from subscriptions where customer_id = $1 for update`,
    [customerId],
  )
  return row?.workspace_id
}

/** Makes others that change the subscription of a workspace wait until the transaction ends, also when there is none yet. */
export async function lockSubscription(tx: Transaction, workspaceId: string, now: Date): Promise<void> {
  await tx.query(`insert into subscriptions (workspace_id, updated_at) values ($1, $2) on conflict do nothing`, [
    workspaceId,
    now,
  ])
  await tx.query(`select from subscriptions where workspace_id = $1 for update`, [workspaceId])
}

/** A workspace as Stripe knows it. */
export interface Customer {
  workspaceId: string
  customerId: string
}

/** A customer that nobody looked at since `before`, locked; one that is being looked at is left alone. */
export async function claimCustomer(tx: Transaction, before: Date): Promise<Customer | undefined> {
  const [row] = await tx.query<{ workspace_id: string; customer_id: string }>(
    `select workspace_id, customer_id from subscriptions
     where customer_id is not null and coalesce(looked_at, updated_at) < $1
     order by looked_at nulls first limit 1 for update skip locked`,
    [before],
  )
  return row && { workspaceId: row.workspace_id, customerId: row.customer_id }
}

/** Remembers when Stripe was asked about a workspace. */
export async function markLookedAt(tx: Transaction, workspaceId: string, now: Date): Promise<void> {
  await tx.query(`update subscriptions set looked_at = $2 where workspace_id = $1`, [workspaceId, now])
}

/** Remembers a workspace's customer; the first one stays. */
export async function keepCustomer(tx: Transaction, customerId: string, now: Date): Promise<string> {
  const [row] = await tx.query<{ customer_id: string }>(
    `insert into subscriptions as s (workspace_id, customer_id, updated_at) values ($1, $2, $3)
     on conflict (workspace_id) do update set customer_id = coalesce(s.customer_id, excluded.customer_id)
     returning customer_id`,
    [tx.workspaceId, customerId, now],
  )
  return row!.customer_id
}

/** Assigns a plan, or takes an assignment back. */
export async function assignPlan(tx: Transaction, assigned: Subscription['assigned'], now: Date): Promise<void> {
  await tx.query(
    `insert into subscriptions (workspace_id, assigned_plan_id, assigned_by, updated_at) values ($1, $2, $3, $4)
     on conflict (workspace_id) do update set assigned_plan_id = excluded.assigned_plan_id,
       assigned_by = excluded.assigned_by, updated_at = excluded.updated_at`,
    [tx.workspaceId, assigned?.planId, assigned?.by, now],
  )
}

/** Stores what Stripe tells; what the owner had chosen without paying ends with it. */
export async function storeStripeSubscription(
  tx: Transaction,
  workspaceId: string,
  { stripe, now }: { stripe: StripeSubscription & { others: readonly OtherSubscription[] }; now: Date },
): Promise<void> {
  const { id, planId, status, periodEndsAt, trialEndsAt, cancelsAtPeriodEnd, others } = stripe
  await tx.query(
    `update subscriptions set stripe_subscription_id = $2, plan_id = $3, status = $4, period_ends_at = $5,
       trial_ends_at = $6, cancels_at_period_end = $7,
       past_due_since = case when $4 = 'past-due' then coalesce(past_due_since, $8) end,
       assigned_plan_id = case when assigned_by = 'owner' and $4 <> 'ended' then null else assigned_plan_id end,
       assigned_by = case when assigned_by = 'owner' and $4 <> 'ended' then null else assigned_by end,
       others = $9, updated_at = $8
     where workspace_id = $1`,
    [workspaceId, id, planId, status, periodEndsAt, trialEndsAt, cancelsAtPeriodEnd, now, JSON.stringify(others)],
  )
}

function subscriptionOf(row: SubscriptionRow): Subscription {
  const { customer_id: customerId, assigned_plan_id: planId, assigned_by: by } = row
  return {
    customerId: customerId ?? undefined,
    assigned: planId !== null && by !== null ? { planId, by } : undefined,
    stripe: stripeOf(row),
  }
}

function stripeOf(row: SubscriptionRow): Subscription['stripe'] {
  const { stripe_subscription_id: id, status } = row
  if (id === null || status === null) return undefined
  return {
    id,
    planId: row.plan_id ?? undefined,
    status,
    periodEndsAt: row.period_ends_at ?? undefined,
    trialEndsAt: row.trial_ends_at ?? undefined,
    cancelsAtPeriodEnd: row.cancels_at_period_end,
    pastDueSince: row.past_due_since ?? undefined,
    others: row.others,
  }
}
