import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  AssignPlan,
  CancelSubscription,
  ChangePlan,
  CloseAccount,
  GetSubscription,
  ListInvoices,
  OpenPortal,
  ResumeSubscription,
  StartCheckout,
} from '@linkflow/contracts'
import { contexts } from '@linkflow/testing'
import { OPERATOR_KEY, checkOut, deliver, givenStripe, subscribed } from './given.js'
import type { Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenStripe()
})
afterAll(() => given?.close())

const subscriptionOf = (ctx: ReturnType<typeof contexts.user>) => given.services.call(GetSubscription, {}, ctx)

describe('closing an account', () => {
  const isBilled = async (ctx: ReturnType<typeof contexts.user>) =>
    (await given.services.call(CloseAccount, {}, contexts.service('workspace', ctx.workspaceId))).isBilled

  test('finds nothing where nothing was bought, and leaves no page on which that could still be', async () => {
    const ctx = contexts.user()
    expect(await isBilled(ctx)).toBe(false)
    const session = await checkOut(given, ctx)
    expect(await isBilled(ctx)).toBe(false)
    expect(() => given.stripe.account.completeSession(session)).toThrow('not open')
  })

  test('sees what was bought a moment ago', async () => {
    const ctx = contexts.user()
    given.stripe.account.completeSession(await checkOut(given, ctx))
    expect(await isBilled(ctx)).toBe(true)
  })

  test.each(['past_due', 'unpaid', 'paused', 'incomplete'])(
    'a subscription that is %s may still be charged',
    async (status) => {
      const { ctx, subscription } = await subscribed(given)
      Object.assign(subscription, { status })
      expect(await isBilled(ctx)).toBe(true)
      subscription.status = 'canceled'
      expect(await isBilled(ctx)).toBe(false)
    },
  )

  test('is not deceived by a plan that the operator assigned over it', async () => {
    const { ctx } = await subscribed(given)
    const assignment = { workspaceId: ctx.workspaceId, planId: 'club', operatorKey: OPERATOR_KEY }
    await given.services.call(AssignPlan, assignment, contexts.anonymous())
    expect(await subscriptionOf(ctx)).toMatchObject({ source: 'operator' })
    expect(await isBilled(ctx)).toBe(true)
  })
})

describe('buying a plan', () => {
  test('goes through a page of Stripe; the event makes it so, with a trial', async () => {
    const ctx = contexts.user()
    const session = await checkOut(given, ctx)
    expect(await subscriptionOf(ctx)).toMatchObject({ plan: { id: 'free' }, source: 'default' })
    const subscription = given.stripe.account.completeSession(session)
    const event = given.stripe.event('customer.subscription.created', subscription)
    expect(await deliver(given, event)).toEqual({ outcome: 'applied' })
    expect(await subscriptionOf(ctx)).toMatchObject({
      plan: { id: 'team' },
      source: 'stripe',
      status: 'trialing',
      trialEndsAt: new Date((subscription.trial_end ?? 0) * 1000).toISOString(),
      cancelsAtPeriodEnd: false,
    })
  })

  test('passes coupons on and asks for one customer however many ask at once', async () => {
    const ctx = contexts.user()
    const before = given.stripe.account.customers.size
    await Promise.all([checkOut(given, ctx), checkOut(given, ctx), checkOut(given, ctx)])
    expect(given.stripe.account.customers.size).toBe(before + 1)
    const { form } = given.stripe.callsOf('POST', '/v1/checkout/sessions').at(-1)!
    expect(form).toMatchObject({ allow_promotion_codes: 'true', mode: 'subscription' })
    expect(form.automatic_tax).toBeUndefined()
  })

  test('is offered on one page: the same for who asks again, closed when another plan is wanted', async () => {
    const ctx = contexts.user()
    const [first, ...others] = await Promise.all([checkOut(given, ctx), checkOut(given, ctx), checkOut(given, ctx)])
    expect(others).toEqual([first, first])
    const second = await checkOut(given, ctx, 'scale')
    expect(second).not.toBe(first)
    expect(() => given.stripe.account.completeSession(first!)).toThrow('not open')
    const subscription = given.stripe.account.completeSession(second)
    // No event has told of it yet.
    await expect(checkOut(given, ctx)).rejects.toMatchObject({ code: 'billing/already-subscribed' })
    expect(await subscriptionOf(ctx)).toMatchObject({ plan: { id: 'scale' }, source: 'stripe' })
    expect(
      [...given.stripe.account.subscriptions.values()].filter(({ customer }) => customer === subscription.customer),
    ).toHaveLength(1)
  })

  test('twice, as Stripe itself allows, is seen: the newer one counts, the other is told of until it ends', async () => {
    const { ctx, subscription } = await subscribed(given)
    const { id: twin } = given.stripe.account.createSession({
      customer: subscription.customer,
      line_items: { 0: { price: 'price_scale' } },
    })
    const second = given.stripe.account.completeSession(twin)
    second.created += 1
    await deliver(given, given.stripe.event('customer.subscription.created', second))
    expect(await subscriptionOf(ctx)).toMatchObject({
      plan: { id: 'scale' },
      others: [{ planId: 'team', status: 'trialing' }],
    })
    second.status = 'incomplete'
    await deliver(given, given.stripe.event('customer.subscription.updated', second))
    expect(await subscriptionOf(ctx)).toMatchObject({ plan: { id: 'team' } })
    second.status = 'active'
    subscription.status = 'canceled'
    await deliver(given, given.stripe.event('customer.subscription.deleted', subscription))
    const after = await subscriptionOf(ctx)
    expect(after).toMatchObject({ plan: { id: 'scale' } })
    expect(after).not.toHaveProperty('others')
  })

  test('lets Stripe compute taxes where the installation says so', async () => {
    const taxed = await givenStripe({
      env: { STRIPE_AUTOMATIC_TAX: 'true', BILLING_RETURN_URL: 'https://x.example/pay' },
    })
    try {
      await checkOut(taxed, contexts.user())
      expect(taxed.stripe.callsOf('POST', '/v1/checkout/sessions')[0]?.form).toMatchObject({
        automatic_tax: { enabled: 'true' },
        customer_update: { address: 'auto' },
        success_url: 'https://x.example/pay?checkout=done',
      })
    } finally {
      await taxed.close()
    }
  })

  test('is tried again when the connection breaks, and done once', async () => {
    const before = given.stripe.account.customers.size
    given.stripe.failNext('/v1/customers', 'after')
    await checkOut(given, contexts.user())
    expect(given.stripe.account.customers.size).toBe(before + 1)
  })

  test('gives no second trial', async () => {
    const { ctx, subscription } = await subscribed(given)
    subscription.status = 'canceled'
    await deliver(given, given.stripe.event('customer.subscription.deleted', subscription))
    expect(await subscriptionOf(ctx)).toMatchObject({ plan: { id: 'free' }, source: 'default', status: 'ended' })
    await checkOut(given, ctx)
    const { form } = given.stripe.callsOf('POST', '/v1/checkout/sessions').at(-1)!
    expect(form.subscription_data).not.toHaveProperty('trial_period_days')
  })

  test.each([
    ['that nobody offers', 'gold', 'billing/plan-unknown'],
    ['without a price', 'club', 'billing/plan-not-for-sale'],
  ])('%s is refused', async (_, planId, code) => {
    await expect(given.services.call(StartCheckout, { planId }, contexts.user())).rejects.toMatchObject({ code })
  })

  test('twice is refused', async () => {
    const { ctx } = await subscribed(given)
    const again = given.services.call(StartCheckout, { planId: 'scale' }, ctx)
    await expect(again).rejects.toMatchObject({ code: 'billing/already-subscribed' })
  })
})

describe('a subscription', () => {
  test('is upgraded at once and prorated; a downgrade is credited', async () => {
    const { ctx, subscription } = await subscribed(given)
    const path = `/v1/subscriptions/${subscription.id}`
    expect(await given.services.call(ChangePlan, { planId: 'scale' }, ctx)).toMatchObject({ plan: { id: 'scale' } })
    expect(given.stripe.callsOf('POST', path).at(-1)?.form.proration_behavior).toBe('always_invoice')
    expect(await given.services.call(ChangePlan, { planId: 'team' }, ctx)).toMatchObject({ plan: { id: 'team' } })
    expect(given.stripe.callsOf('POST', path).at(-1)?.form.proration_behavior).toBe('create_prorations')
  })

  test('that is changed by several at once is changed by one after the other, each from what it is then', async () => {
    const { ctx, subscription } = await subscribed(given)
    const changes = () => given.stripe.callsOf('POST', `/v1/subscriptions/${subscription.id}`)
    const change = (planId: string) => given.services.call(ChangePlan, { planId }, ctx)
    await Promise.all([change('scale'), change('scale'), change('scale')])
    expect(changes()).toHaveLength(1)
    await Promise.all([change('team'), change('scale'), change('team'), change('scale')])
    const behaviours = changes().map(({ form }) => form.proration_behavior)
    // From scale, up and down in turn: an upgrade that is invoiced follows a downgrade that is credited.
    behaviours.slice(1).forEach((behaviour, index) => {
      expect(behaviour).toBe(index % 2 === 0 ? 'create_prorations' : 'always_invoice')
    })
    const price = subscription.items.data.find((item) => /price_(team|scale)$/.test(item.price.id))?.price.id
    expect(`price_${(await subscriptionOf(ctx)).plan.id}`).toBe(price)
  })

  test('that changes its plan is billed by the meters of the new one, and keeps what belongs to no plan', async () => {
    const { ctx, subscription } = await subscribed(given)
    given.stripe.account.updateSubscription(subscription.id, { items: { 0: { price: 'price_support' } } })
    const prices = () => subscription.items.data.map(({ price }) => price.id).sort()
    expect(prices()).toEqual(['price_support', 'price_team', 'price_team_runs', 'price_tokens'])
    await given.services.call(ChangePlan, { planId: 'scale' }, ctx)
    expect(prices()).toEqual(['price_scale', 'price_scale_runs', 'price_support', 'price_tokens'])
    await given.services.call(ChangePlan, { planId: 'team' }, ctx)
    expect(prices()).toEqual(['price_support', 'price_team', 'price_team_runs', 'price_tokens'])
  })

  test('is cancelled with its period, and that can be taken back', async () => {
    const { ctx } = await subscribed(given)
    const cancelled = await given.services.call(CancelSubscription, {}, ctx)
    expect(cancelled).toMatchObject({
      plan: { id: 'team' },
      cancelsAtPeriodEnd: true,
      periodEndsAt: expect.any(String),
    })
    expect(await given.services.call(ResumeSubscription, {}, ctx)).toMatchObject({ cancelsAtPeriodEnd: false })
  })

  test('whose payment is late keeps its plan for a while', async () => {
    const { ctx, subscription } = await subscribed(given)
    subscription.status = 'past_due'
    await deliver(given, given.stripe.event('customer.subscription.updated', subscription))
    expect(await subscriptionOf(ctx)).toMatchObject({
      plan: { id: 'team' },
      status: 'past-due',
      graceEndsAt: expect.any(String),
    })
    await given.services.database.query(
      `update billing.subscriptions set past_due_since = now() - interval '8 days' where workspace_id = $1`,
      [ctx.workspaceId],
    )
    expect(await subscriptionOf(ctx)).toMatchObject({ plan: { id: 'free' }, source: 'default', status: 'past-due' })
  })

  test('has a portal; who has none has no portal', async () => {
    const { ctx } = await subscribed(given)
    expect(await given.services.call(OpenPortal, {}, ctx)).toEqual({ url: expect.stringContaining('portal.stripe') })
    const stranger = contexts.user()
    for (const contract of [OpenPortal, CancelSubscription])
      await expect(given.services.call(contract, {}, stranger)).rejects.toMatchObject({
        code: 'billing/no-subscription',
      })
  })

  test('has invoices, each with its document, newest first and by pages', async () => {
    const { ctx, subscription } = await subscribed(given)
    const first = given.stripe.account.addInvoice(subscription.customer)
    first.created -= 100
    const second = given.stripe.account.addInvoice(subscription.customer, 100)
    for (const invoice of [second, first]) await deliver(given, given.stripe.event('invoice.finalized', invoice))
    Object.assign(first, { status: 'paid', amount_paid: 2900, amount_due: 0 })
    await deliver(given, given.stripe.event('invoice.paid', first))
    const page = await given.services.call(ListInvoices, { limit: 1 }, ctx)
    expect(page.items).toMatchObject([
      { number: second.number, total: 100, status: 'open', pdfUrl: second.invoice_pdf },
    ])
    const next = await given.services.call(ListInvoices, { cursor: page.nextCursor }, ctx)
    expect(next.items).toMatchObject([{ number: first.number, status: 'paid', amountPaid: 2900 }])
    expect((await given.services.call(ListInvoices, {}, contexts.user())).items).toEqual([])
    const told = await given.services.database.query(
      `select 1 from billing.outbox where workspace_id = $1 and subject like 'evt.billing.invoice-issued%'`,
      [ctx.workspaceId],
    )
    expect(told).toHaveLength(2)
  })
})
