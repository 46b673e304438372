import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { GetSubscription, ReceiveStripeEvent } from '@linkflow/contracts'
import { contexts } from '@linkflow/testing'
import { checkOut, deliver, givenStripe, subscribed } from './given.js'
import type { Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenStripe()
})
afterAll(() => given?.close())

const storedEvents = (type: string) =>
  given.services.database.query(`select id, outcome from billing.stripe_events where type = $1`, [type])
const changes = (workspaceId: string) =>
  given.services.database.query(
    `select 1 from billing.outbox where workspace_id = $1 and subject like 'evt.billing.subscription-changed%'`,
    [workspaceId],
  )
const nowS = () => Math.floor(Date.now() / 1000)

test.each([
  ['signed with another secret', { secret: 'whsec_other' }],
  ['signed too long ago', { timestamp: nowS() - 301 }],
])('an event %s is refused and not stored', async (_, sign) => {
  const body = given.stripe.event('customer.created', { id: 'cus_x', object: 'customer' })
  await expect(deliver(given, body, sign)).rejects.toMatchObject({ code: 'billing/stripe-event-invalid', status: 400 })
  expect(await storedEvents('customer.created')).toEqual([])
})

test('an event that was changed on its way, or not signed at all, is refused', async () => {
  const body = given.stripe.event('customer.created', { id: 'cus_x' })
  const headers = { 'stripe-signature': given.stripe.sign(body) }
  for (const input of [
    { headers, rawBody: body.replace('cus_x', 'cus_y') },
    { headers: {}, rawBody: body },
    { headers: { 'stripe-signature': 'nonsense' }, rawBody: body },
  ])
    await expect(given.services.call(ReceiveStripeEvent, input, contexts.anonymous())).rejects.toMatchObject({
      code: 'billing/stripe-event-invalid',
    })
})

test('an event of a customer nobody knows is recorded and does nothing', async () => {
  const body = given.stripe.event('customer.subscription.paused', { id: 'sub_x', customer: 'cus_unknown' })
  expect(await deliver(given, body)).toEqual({ outcome: 'ignored' })
  expect(await storedEvents('customer.subscription.paused')).toMatchObject([{ outcome: 'ignored' }])
})

test('an event that is delivered twice, also at once, changes nothing the second time', async () => {
  const ctx = contexts.user()
  const subscription = given.stripe.account.completeSession(await checkOut(given, ctx))
  const body = given.stripe.event('customer.subscription.created', subscription)
  const outcomes = await Promise.all([deliver(given, body), deliver(given, body), deliver(given, body)])
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'repeated', 'repeated'])
  expect(await deliver(given, body)).toEqual({ outcome: 'repeated' })
  expect(await changes(ctx.workspaceId)).toHaveLength(1)
})

test('an older event that arrives late does not bring back what was', async () => {
  const { ctx, subscription } = await subscribed(given)
  const old = given.stripe.event('customer.subscription.updated', structuredClone(subscription), {
    created: nowS() - 3600,
  })
  subscription.status = 'canceled'
  await deliver(given, given.stripe.event('customer.subscription.deleted', subscription))
  expect(await deliver(given, old)).toEqual({ outcome: 'applied' })
  expect(await given.services.call(GetSubscription, {}, ctx)).toMatchObject({ plan: { id: 'free' }, status: 'ended' })
})

test('of events of one customer at once, the last word is the present', async () => {
  const { ctx, subscription } = await subscribed(given)
  subscription.status = 'past_due'
  const bodies = Array.from({ length: 8 }, () => given.stripe.event('customer.subscription.updated', subscription))
  const delivered = Promise.all(bodies.map((body) => deliver(given, body)))
  subscription.status = 'active'
  await delivered
  await deliver(given, given.stripe.event('customer.subscription.updated', subscription))
  expect(await given.services.call(GetSubscription, {}, ctx)).toMatchObject({ status: 'active', source: 'stripe' })
})

test('an event that cannot be carried out is not stored, and is carried out when it comes again', async () => {
  const ctx = contexts.user()
  const subscription = given.stripe.account.completeSession(await checkOut(given, ctx))
  const body = given.stripe.event('customer.subscription.resumed', subscription)
  given.stripe.failNext('/v1/subscriptions', 'before', 'before', 'before')
  await expect(deliver(given, body)).rejects.toMatchObject({ code: 'billing/stripe-unavailable', status: 503 })
  expect(await storedEvents('customer.subscription.resumed')).toEqual([])
  expect(await deliver(given, body)).toEqual({ outcome: 'applied' })
  expect(await given.services.call(GetSubscription, {}, ctx)).toMatchObject({ plan: { id: 'team' } })
})
