import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { GetSubscription, GetUsage, ListInvoices } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import { finished, givenStripe, publishFinished, subscribed } from './given.js'
import type { Given } from './given.js'

let given: Given
let now = Date.now()
const clock: Clock = { now: () => new Date(now) }
const DAY_MS = 24 * 60 * 60_000
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

beforeAll(async () => {
  const meters = { executions: 'linkflow_executions', computeMs: 'linkflow_compute' }
  given = await givenStripe({ clock, env: { STRIPE_METERS: JSON.stringify(meters), BILLING_POLL_MS: '20' } })
})
afterAll(() => given?.close())

async function use(workspaceId: string, at: number, count: number): Promise<void> {
  const day = dayOf(at)
  const read = async () =>
    (await given.services.call(GetUsage, { from: day, to: day }, contexts.user({ workspaceId }))).total.executions
  const before = await read()
  const finishedAt = new Date(at).toISOString()
  await publishFinished(
    given,
    workspaceId,
    Array.from({ length: count }, () => finished({ finishedAt })),
  )
  await until('they are counted', async () => (await read()) === before + count)
}

const reported = (workspaceId: string, meter = 'executions') =>
  given.stripe.account.meterEvents
    .filter(({ identifier }) => identifier.startsWith(workspaceId) && identifier.includes(meter))
    .map(({ identifier, payload }) => [identifier.slice(workspaceId.length + 1), Number(payload.value)])

test('a day is reported when it is over, once, and what comes late by itself', async () => {
  const { ctx, subscription } = await subscribed(given)
  const stranger = contexts.user()
  const day = dayOf(now)
  for (const { workspaceId } of [ctx, stranger]) await use(workspaceId!, now, 3)
  expect(reported(ctx.workspaceId!)).toEqual([])
  const today = now
  now += DAY_MS + 60 * 60_000
  await until('the day is reported', () => reported(ctx.workspaceId!, 'computeMs').length > 0)
  expect(reported(ctx.workspaceId!)).toEqual([[`${day}:executions`, 3]])
  expect(reported(ctx.workspaceId!, 'computeMs')).toEqual([[`${day}:computeMs`, 15]])
  expect(given.stripe.account.meterEvents[0]).toMatchObject({
    payload: { stripe_customer_id: subscription.customer },
    timestamp: Math.floor(Date.parse(`${day}T23:59:59Z`) / 1000),
  })
  await use(ctx.workspaceId!, today, 2)
  await until('the rest is reported', () => reported(ctx.workspaceId!).length === 2)
  expect(reported(ctx.workspaceId!)).toEqual([
    [`${day}:executions`, 3],
    [`${day}:executions:2`, 2],
  ])
  expect(reported(stranger.workspaceId)).toEqual([])
})

test('a change that no event told of is found within a day', async () => {
  const { ctx, subscription } = await subscribed(given)
  subscription.status = 'canceled'
  const { number } = given.stripe.account.addInvoice(subscription.customer)
  const standing = () => given.services.call(GetSubscription, {}, ctx)
  expect(await standing()).toMatchObject({ plan: { id: 'team' } })
  now += DAY_MS + 1000
  await until('it is found', async () => (await standing()).status === 'ended')
  expect(await standing()).toMatchObject({ plan: { id: 'free' }, source: 'default' })
  expect((await given.services.call(ListInvoices, {}, ctx)).items).toMatchObject([{ number }])
})

test('a customer that Stripe refuses holds up nobody, and is asked about again the next day', async () => {
  const all = [await subscribed(given), await subscribed(given), await subscribed(given)]
  const refused = all[1]!.subscription.customer
  given.stripe.refuse(refused)
  for (const { subscription } of all) subscription.status = 'canceled'
  const statuses = () =>
    Promise.all(all.map(async ({ ctx }) => (await given.services.call(GetSubscription, {}, ctx)).status))
  const ended = (...expected: string[]) =>
    until(`they are ${expected}`, async () => JSON.stringify(await statuses()) === JSON.stringify(expected))
  now += DAY_MS + 1000
  await ended('ended', 'trialing', 'ended')
  given.stripe.refuse()
  now += DAY_MS + 1000
  await ended('ended', 'ended', 'ended')
})

test('a report whose answer was lost is sent again and counted once', async () => {
  const { ctx } = await subscribed(given)
  const day = dayOf(now)
  await use(ctx.workspaceId!, now, 4)
  given.stripe.failNext('/v1/billing/meter_events', 'after', 'after', 'after', 'before', 'before', 'before')
  now += DAY_MS + 60 * 60_000
  const waiting = `select attempts from billing.meter_events where workspace_id = $1 and attempts > 0`
  await until('it failed', async () => {
    const rows = await given.services.database.query(waiting, [ctx.workspaceId])
    return rows.length === 2
  })
  now += 60 * 60_000
  const unsent = `select 1 from billing.meter_events where workspace_id = $1 and sent_at is null`
  await until('everything is sent', async () => {
    const rows = await given.services.database.query(unsent, [ctx.workspaceId])
    return rows.length === 0
  })
  expect(reported(ctx.workspaceId!)).toEqual([[`${day}:executions`, 4]])
  expect(reported(ctx.workspaceId!, 'computeMs')).toHaveLength(1)
})
