import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  AssignPlan,
  ChangePlan,
  CheckQuota,
  GetAllowance,
  GetCurrentUsage,
  GetSubscription,
  ListPlans,
} from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { contexts, startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { billing } from '../index.js'
import { OPERATOR_KEY, finished, publishFinished, withPlans } from './given.js'

let services: TestServices
let now = Date.parse('2026-11-10T12:00:00Z')
const clock: Clock = { now: () => new Date(now) }
const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

beforeAll(async () => {
  services = await startServices([billing], { clock, env: withPlans })
})
afterAll(() => services?.close())

const alertsOf = async (workspaceId: string) =>
  (
    await services.database.query<{ data: Buffer }>(
      `select data from billing.outbox where workspace_id = $1 and subject like 'evt.billing.quota-alert-raised%'
       order by position`,
      [workspaceId],
    )
  ).map(({ data }) => JSON.parse(data.toString()))
const allowanceOf = (workspaceId: string) => services.call(GetAllowance, {}, contexts.service('execution', workspaceId))

async function use(ctx: ReturnType<typeof contexts.user>, count: number): Promise<void> {
  const { used } = await services.call(GetCurrentUsage, {}, ctx)
  const finishedAt = clock.now().toISOString()
  const executions = Array.from({ length: count }, () => finished({ finishedAt }))
  await publishFinished({ services }, ctx.workspaceId, executions)
  await until('they are counted', async () => {
    const usage = await services.call(GetCurrentUsage, {}, ctx)
    return usage.used.executions === used.executions + count
  })
}

describe('executions of the month', () => {
  test('are told at 80 and at 100 percent, once each', async () => {
    const ctx = contexts.user()
    await use(ctx, 7)
    expect(await alertsOf(ctx.workspaceId)).toEqual([])
    await use(ctx, 1)
    await use(ctx, 1)
    const warning = { quota: 'executionsPerMonth', threshold: 80, limit: 10, used: 8, period: '2026-11' }
    expect(await alertsOf(ctx.workspaceId)).toEqual([warning])
    await use(ctx, 1)
    await use(ctx, 1)
    const reached = { ...warning, threshold: 100, used: 10, graceEndsAt: '2026-11-11T12:00:00.000Z' }
    expect(await alertsOf(ctx.workspaceId)).toEqual([warning, reached])
  })

  test('are told once by events that are counted at the same time', async () => {
    const ctx = contexts.user()
    const events = Array.from({ length: 20 }, () => [finished({ finishedAt: clock.now().toISOString() })])
    await Promise.all(events.map((executions) => publishFinished({ services }, ctx.workspaceId, executions)))
    await until('they are counted', async () => {
      const usage = await services.call(GetCurrentUsage, {}, ctx)
      return usage.used.executions === 20
    })
    expect((await alertsOf(ctx.workspaceId)).map(({ threshold }) => threshold).sort()).toEqual([100, 80])
  })

  test('may go somewhat over the limit for a day, then not, until the month is over', async () => {
    const started = now
    const ctx = contexts.user()
    await use(ctx, 10)
    expect(await allowanceOf(ctx.workspaceId)).toEqual({
      executions: { limit: 10, used: 10, stopAt: 12, resetsAt: '2026-12-01T00:00:00.000Z' },
    })
    now += DAY_MS
    expect(await allowanceOf(ctx.workspaceId)).toMatchObject({ executions: { stopAt: 10, used: 10 } })
    const usage = await services.call(GetCurrentUsage, {}, ctx)
    expect(usage).toMatchObject({
      executions: { level: 'stopped', limit: 10, graceEndsAt: '2026-11-11T12:00:00.000Z' },
    })
    now = Date.parse('2026-12-01T00:00:00Z')
    expect(await allowanceOf(ctx.workspaceId)).toMatchObject({ executions: { stopAt: 12, used: 0 } })
    now = started
  })

  test('are forecast for the end of the month', async () => {
    const ctx = contexts.user()
    const started = now
    now = Date.parse('2026-11-16T00:00:00Z')
    await use(ctx, 4)
    expect(await services.call(GetCurrentUsage, {}, ctx)).toMatchObject({
      startsAt: '2026-11-01T00:00:00.000Z',
      endsAt: '2026-12-01T00:00:00.000Z',
      used: { executions: 4 },
      forecast: { executions: 8 },
      executions: { level: 'ok' },
    })
    now = started
  })
})

test.each([
  ['activeWorkflows', 2],
  ['members', 1],
] as const)('%s: the last one allowed is told, one more is refused', async (quota, limit) => {
  const { workspaceId } = contexts.user()
  const ask = (used: number) => services.call(CheckQuota, { quota, used }, contexts.service('workflow', workspaceId))
  expect(await ask(limit - 1)).toEqual({ limit })
  const refused = { code: 'billing/quota-exceeded', status: 402, params: { quota, limit, used: limit } }
  await expect(ask(limit)).rejects.toMatchObject(refused)
  const thresholds = (await alertsOf(workspaceId)).map((alert) => [alert.quota, alert.threshold])
  expect(thresholds).toEqual([
    [quota, 80],
    [quota, 100],
  ])
})

describe('plans without Stripe', () => {
  const assign = (input: { workspaceId: string; planId?: string; operatorKey?: string }) =>
    services.call(AssignPlan, { operatorKey: OPERATOR_KEY, ...input }, contexts.anonymous())

  test('are listed', async () => {
    const { items } = await services.call(ListPlans, {}, contexts.user())
    expect(items.map(({ id, forSale }) => [id, forSale])).toEqual([
      ['free', false],
      ['team', true],
      ['scale', true],
      ['club', false],
    ])
  })

  test('are assigned by the operator, and taken back', async () => {
    const ctx = contexts.user()
    const { workspaceId } = ctx
    expect(await assign({ workspaceId, planId: 'club' })).toMatchObject({ plan: { id: 'club' }, source: 'operator' })
    expect(await allowanceOf(workspaceId)).toEqual({ concurrency: 3, retentionDays: 7 })
    const moved = services.call(ChangePlan, { planId: 'free' }, ctx)
    await expect(moved).rejects.toMatchObject({ code: 'billing/plan-managed' })
    await assign({ workspaceId })
    expect(await services.call(GetSubscription, {}, ctx)).toMatchObject({ plan: { id: 'free' }, source: 'default' })
  })

  test('are assigned by nobody else, and only if they exist', async () => {
    const { workspaceId } = contexts.user()
    for (const operatorKey of ['', 'wrong'])
      await expect(assign({ workspaceId, planId: 'club', operatorKey })).rejects.toMatchObject({
        code: 'billing/operator-key-wrong',
      })
    await expect(assign({ workspaceId, planId: 'gold' })).rejects.toMatchObject({ code: 'billing/plan-unknown' })
  })

  test('are not for owners to take, unless the installation says so', async () => {
    const moved = services.call(ChangePlan, { planId: 'club' }, contexts.user())
    await expect(moved).rejects.toMatchObject({ code: 'billing/plan-managed' })
  })
})

test('owners choose among plans without a price where they may', async () => {
  const other = await startServices([billing], { env: { ...withPlans, BILLING_OWNERS_CHOOSE: 'true' } })
  try {
    const ctx = contexts.user()
    expect(await other.call(ChangePlan, { planId: 'club' }, ctx)).toMatchObject({
      plan: { id: 'club' },
      source: 'owner',
    })
    const bought = other.call(ChangePlan, { planId: 'team' }, ctx)
    await expect(bought).rejects.toMatchObject({ code: 'billing/checkout-required' })
    const admin = contexts.user({ workspaceId: ctx.workspaceId, role: 'admin' })
    await expect(other.call(ChangePlan, { planId: 'free' }, admin)).rejects.toMatchObject({ code: 'auth/forbidden' })
    for (let round = 0; round < 10; round += 1) {
      const owner = contexts.user()
      const { workspaceId } = owner
      const assign = { operatorKey: OPERATOR_KEY, workspaceId, planId: 'club' }
      await Promise.allSettled([
        other.call(ChangePlan, { planId: 'free' }, owner),
        other.call(AssignPlan, assign, contexts.anonymous()),
      ])
      expect(await other.call(GetSubscription, {}, owner)).toMatchObject({ plan: { id: 'club' }, source: 'operator' })
    }
  } finally {
    await other.close()
  }
})

test('a plan that the configuration no longer has is kept by who has it', async () => {
  const ctx = contexts.user()
  await services.call(
    AssignPlan,
    { operatorKey: OPERATOR_KEY, workspaceId: ctx.workspaceId, planId: 'club' },
    contexts.anonymous(),
  )
  await services.running.get('billing')!.close()
  const host = services.host('billing')
  const env = { ...host.env, BILLING_PLANS: '[{"id":"free","name":"Free","quotas":{"members":1}}]' }
  services.running.set('billing', await billing.start(Object.create(host, { env: { value: env } })))
  expect(await services.call(GetSubscription, {}, ctx)).toMatchObject({ plan: { id: 'club', quotas: { members: 5 } } })
  expect((await services.call(ListPlans, {}, ctx)).items.map(({ id }) => id)).toEqual(['free'])
})
