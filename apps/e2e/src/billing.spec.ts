import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { StripeStandIn, until } from '@linkflow/testing'
import { addMember } from './contracts/members.js'
import { Client, deploy, register, row } from './client.js'
import type { Account } from './client.js'
import { System } from './system.js'

const OPERATOR_KEY = 'an-operator-key-of-32-characters'
const plans = [
  { id: 'free', name: 'Free', quotas: { executionsPerMonth: 5, activeWorkflows: 1 } },
  { id: 'team', name: 'Team', quotas: { executionsPerMonth: 1000 }, stripePriceId: 'price_team', trialDays: 14 },
  { id: 'partner', name: 'Partner', quotas: {} },
]

const hook = () =>
  row(
    { id: 'hook', type: 'webhook-trigger', parameters: { respond: 'last-node' } } as { id: string },
    { id: 'greet', type: 'set', parameters: { fields: { greeting: 'Hello' } } } as { id: string },
  )

describe.each(['standalone', 'distributed'] as const)('billing, %s', (topology) => {
  let system: System
  let stripe: StripeStandIn

  beforeAll(async () => {
    stripe = await StripeStandIn.start()
    stripe.account.addPrice('price_team', 2900)
    const env = {
      ...stripe.env,
      BILLING_PLANS: JSON.stringify(plans),
      BILLING_OPERATOR_KEY: OPERATOR_KEY,
      BILLING_QUOTA_GRACE_HOURS: '0',
      BILLING_POLL_MS: '100',
      STRIPE_METERS: '{"executions":"linkflow_executions"}',
    }
    system = await System.start(topology, { env })
  })
  afterAll(async () => {
    await system?.stop()
    await stripe?.stop()
  })

  const deliver = (body: string, sign = {}) =>
    new Client(system.url).post('/billing/stripe/events', body, {
      headers: { 'stripe-signature': stripe.sign(body, sign) },
    })

  /** Buys the plan for a workspace. */
  async function subscribe({ api }: Account) {
    const { status, body } = await api.post('/billing/checkout', { planId: 'team' })
    expect(status).toBe(201)
    return stripe.account.completeSession(body.url.split('/').at(-1))
  }

  test('a plan is bought, changed in its state by events, and billed', async () => {
    const ann = await register(system.url)
    const offered = await ann.api.get('/billing/plans')
    expect(offered.body.items.map(({ id }: { id: string }) => id)).toEqual(['free', 'team', 'partner'])
    expect((await ann.api.get('/billing/subscription')).body).toMatchObject({ plan: { id: 'free' }, source: 'default' })
    const subscription = await subscribe(ann)
    const created = stripe.event('customer.subscription.created', subscription)
    expect(await deliver(created)).toMatchObject({ status: 200, body: { outcome: 'applied' } })
    expect(await deliver(created)).toMatchObject({ status: 200, body: { outcome: 'repeated' } })
    expect((await ann.api.get('/billing/subscription')).body).toMatchObject({
      plan: { id: 'team' },
      source: 'stripe',
      status: 'trialing',
    })
    const invoice = stripe.account.addInvoice(subscription.customer)
    await deliver(stripe.event('invoice.finalized', invoice))
    const { items } = (await ann.api.get('/billing/invoices')).body
    expect(items).toMatchObject([{ number: invoice.number, pdfUrl: invoice.invoice_pdf, total: 2900 }])
    const portal = await ann.api.post('/billing/portal')
    expect(portal).toMatchObject({ status: 201, body: { url: expect.stringContaining('https://portal.stripe.test/') } })
    const cancelled = await ann.api.post('/billing/subscription/cancel')
    expect(cancelled).toMatchObject({ status: 200, body: { cancelsAtPeriodEnd: true } })
    subscription.status = 'canceled'
    await deliver(stripe.event('customer.subscription.deleted', subscription))
    expect((await ann.api.get('/billing/subscription')).body).toMatchObject({ plan: { id: 'free' }, status: 'ended' })
  })

  test('events nobody signed, that are old, or of strangers do nothing', async () => {
    const body = stripe.event('customer.subscription.updated', { id: 'sub_x', customer: 'cus_unknown' })
    const invalid = { status: 400, body: { code: 'billing/stripe-event-invalid' } }
    expect(await deliver(body, { secret: 'whsec_other' })).toMatchObject(invalid)
    expect(await deliver(body, { timestamp: Math.floor(Date.now() / 1000) - 600 })).toMatchObject(invalid)
    expect(await new Client(system.url).post('/billing/stripe/events', body)).toMatchObject(invalid)
    expect(await deliver(body)).toMatchObject({ status: 200, body: { outcome: 'ignored' } })
  })

  test('what runs is counted, and stops at the limit until a larger plan is taken', async () => {
    const ann = await register(system.url)
    const { webhookUrl, workflowId } = await deploy(ann.api, hook())
    const used = async () => (await ann.api.get('/billing/usage/current')).body
    for (let i = 0; i < 5; i += 1) expect((await ann.api.post(webhookUrl, {})).status).toBe(200)
    const usage = await until('all are counted', async () => {
      const current = await used()
      return current.used.executions === 5 && current
    })
    expect(usage).toMatchObject({
      used: { executions: 5, nodeExecutions: 10 },
      executions: { limit: 5, level: 'stopped' },
    })
    const today = await ann.api.get('/billing/usage')
    expect(today.body).toMatchObject({ items: [{ executions: 5 }], total: { executions: 5 } })
    const refused = { status: 402, body: { code: 'billing/quota-exceeded', quota: 'executionsPerMonth', limit: 5 } }
    await until('it stops', async () => (await ann.api.post(webhookUrl, {})).status === 402)
    expect(await ann.api.post(webhookUrl, {})).toMatchObject(refused)
    expect(await ann.api.post(`/workflows/${workflowId}/executions`, {})).toMatchObject(refused)
    const titles = async (): Promise<string[]> =>
      (await ann.api.get('/notifications')).body.items.map(({ title }: { title: string }) => title)
    await until('the owner is told', async () => (await titles()).some((title) => title.includes('has used 100 %')))
    const subscription = await subscribe(ann)
    await deliver(stripe.event('customer.subscription.created', subscription))
    await until('that is told too', async () =>
      (await titles()).some((title) => title.startsWith('The subscription of')),
    )
    await until('it goes on', async () => (await ann.api.post(webhookUrl, {})).status === 200)
  })

  test('one active workflow more than the plan allows is refused', async () => {
    const ann = await register(system.url)
    await deploy(ann.api, hook())
    const { body } = await ann.api.post('/workflows', { name: 'Second', ...hook() })
    await ann.api.post(`/workflows/${body.id}/publish`)
    const activated = await ann.api.post(`/workflows/${body.id}/activate`)
    const quota = { quota: 'activeWorkflows', limit: 1, used: 1 }
    expect(activated).toMatchObject({ status: 402, body: { code: 'billing/quota-exceeded', ...quota } })
  })

  test('a past day is reported to the meter once', async () => {
    const ann = await register(system.url)
    const subscription = await subscribe(ann)
    await deliver(stripe.event('customer.subscription.created', subscription))
    await system.database.query(
      `insert into billing.usage (workspace_id, day, executions, node_executions, compute_ms, data_bytes, ai_tokens)
       values ($1, (now() at time zone 'UTC')::date - 2, 42, 0, 0, 0, 0)`,
      [ann.workspaceId],
    )
    const reports = () =>
      stripe.account.meterEvents.filter(({ payload }) => payload.stripe_customer_id === subscription.customer)
    await until('it is reported', () => reports().length > 0)
    expect(reports()).toMatchObject([{ event_name: 'linkflow_executions', payload: { value: '42' } }])
  })

  test('the operator gives plans, the owner spends money, others look on', async () => {
    const ann = await register(system.url)
    const { workspaceId } = ann
    const assign = (key: string) =>
      new Client(system.url, { 'x-operator-key': key }).put('/billing/assignments', { workspaceId, planId: 'partner' })
    expect(await assign('not-the-key')).toMatchObject({ status: 401, body: { code: 'billing/operator-key-wrong' } })
    expect(await assign(OPERATOR_KEY)).toMatchObject({
      status: 200,
      body: { plan: { id: 'partner' }, source: 'operator' },
    })
    const bought = await ann.api.post('/billing/checkout', { planId: 'team' })
    expect(bought).toMatchObject({ status: 409, body: { code: 'billing/plan-managed' } })
    const admin = await addMember(system, workspaceId, 'admin')
    expect((await admin.api.get('/billing/subscription')).status).toBe(200)
    const forbidden = { status: 403, body: { permission: 'billing:manage' } }
    expect(await admin.api.post('/billing/checkout', { planId: 'team' })).toMatchObject(forbidden)
    const editor = await addMember(system, workspaceId, 'editor')
    expect((await editor.api.get('/billing/invoices')).status).toBe(403)
    const unknown = await ann.api.put('/billing/subscription', { planId: 'gold' })
    expect(unknown).toMatchObject({ status: 422, body: { code: 'billing/plan-unknown', planId: 'gold' } })
  })

  test('the metrics tell calls, events and how late usage is', async () => {
    const port = system.ports.get(topology === 'standalone' ? 'gateway' : 'billing')
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    expect(text).toMatch(/linkflow_stripe_calls_total\{[^}]*operation="create-checkout",outcome="ok"[^}]*\} \d+/)
    expect(text).toMatch(/linkflow_stripe_events_total\{[^}]*type="customer.subscription.created",outcome="applied"/)
    expect(text).toMatch(/linkflow_billing_usage_lag_seconds_count(\{[^}]*\})? \d+/)
  })
})

describe.each(['standalone', 'distributed'] as const)('an installation that sells nothing, %s', (topology) => {
  let system: System
  beforeAll(async () => {
    system = await System.start(topology)
  })
  afterAll(() => system?.stop())

  test('has no limits and takes no payments', async () => {
    const { api } = await register(system.url)
    const { body } = await api.get('/billing/subscription')
    expect(body).toMatchObject({ plan: { id: 'unlimited', quotas: {}, forSale: false }, status: 'active' })
    const off = { status: 409, body: { code: 'billing/stripe-off' } }
    expect(await api.post('/billing/checkout', { planId: 'unlimited' })).toMatchObject(off)
    expect(await api.post('/billing/portal')).toMatchObject(off)
    const event = await api.post('/billing/stripe/events', '{}')
    expect(event).toMatchObject({ status: 400, body: { code: 'billing/stripe-event-invalid' } })
    const key = new Client(system.url, { 'x-operator-key': '' })
    const assigned = await key.put('/billing/assignments', { workspaceId: newId(), planId: 'unlimited' })
    expect(assigned).toMatchObject({ status: 401, body: { code: 'billing/operator-key-wrong' } })
  })
})
