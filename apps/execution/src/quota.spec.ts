import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { GetAllowance, ListExecutions, QuotaExceeded, StartExecution, StartTriggered } from '@linkflow/contracts'
import type { Output } from '@linkflow/contracts'
import { Unavailable } from '@linkflow/kernel'
import type { Clock } from '@linkflow/kernel'
import { contexts, startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { NodeStandIn } from './node-stand-in.fixture.js'
import { execution } from './service.js'
import { WorkflowStandIn } from './workflow-stand-in.fixture.js'

type Allowance = NonNullable<Output<typeof GetAllowance>['executions']>

/** Stands where the billing service stands: says how much a workspace may, and counts how often it was asked. */
const billing = {
  asked: 0,
  answer: async (): Promise<Output<typeof GetAllowance>> => ({}),
}

describe.each(['local', 'nats'] as const)('the quota of executions over %s', (transport) => {
  let services: TestServices
  let workflowId: string
  let endlessId: string
  let now = Date.parse('2026-11-10T12:00:00Z')
  const clock: Clock = { now: () => new Date(now) }

  beforeAll(async () => {
    services = await startServices([execution], { transport, clock })
    const workflows = await WorkflowStandIn.serve(services.transport)
    workflowId = workflows.add([{ id: 'start', type: 'manual-trigger' }])
    endlessId = workflows.add([
      { id: 'start', type: 'manual-trigger' },
      { id: 'call', type: 'http-request', parameters: { method: 'GET', url: 'http://x/' } },
    ])
    const nodes = await NodeStandIn.serve(services.transport)
    nodes.answers(
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    )
    await services.transport.serve(
      GetAllowance.subject,
      'billing',
      () => {
        billing.asked += 1
        return billing.answer()
      },
      GetAllowance,
    )
  })
  afterAll(() => services?.close())

  const allow = (executions?: Partial<Allowance>) => {
    billing.asked = 0
    const whole = { limit: 3, used: 0, stopAt: 3, resetsAt: '2026-12-01T00:00:00.000Z', ...executions }
    billing.answer = async () => (executions ? { executions: whole } : {})
  }
  const start = (ctx: ReturnType<typeof contexts.user>, id = workflowId) =>
    services.call(StartExecution, { workflowId: id }, ctx)

  test('refuses what is too much with a clear document, and stores nothing of it', async () => {
    allow({})
    const ctx = contexts.user()
    for (let i = 0; i < 3; i += 1) await start(ctx)
    await expect(start(ctx)).rejects.toMatchObject({
      code: 'billing/quota-exceeded',
      status: 402,
      params: { quota: 'executionsPerMonth', limit: 3, used: 3, resetsAt: '2026-12-01T00:00:00.000Z' },
    })
    const as = contexts.service('webhook', ctx.workspaceId)
    const asked = services.call(
      StartTriggered,
      { workflowId, version: 1, nodeId: 'start', trigger: 'webhook', items: [], waitFor: 'accepted', waitMs: 0 },
      as,
    )
    await expect(asked).rejects.toMatchObject({ code: 'billing/quota-exceeded' })
    expect((await services.call(ListExecutions, {}, ctx)).items).toHaveLength(3)
  })

  test('answers a repeat as the first time, however much is used up', async () => {
    allow({ limit: 1, stopAt: 1 })
    const { workspaceId } = contexts.user()
    const repeated = (key: string) =>
      contexts.user({ workspaceId, idempotency: { contract: 'execution/start-execution', key, bodyHash: 'h' } })
    const first = await start(repeated('a'))
    expect((await start(repeated('a'))).id).toBe(first.id)
    await expect(start(repeated('b'))).rejects.toMatchObject({ code: QuotaExceeded.code })
  })

  test('counts what is under way, which billing knows nothing of', async () => {
    allow({})
    const ctx = contexts.user()
    for (let i = 0; i < 3; i += 1) await start(ctx, endlessId)
    now += 6_000
    await start(ctx).catch((error: unknown) => error)
    await until('it is asked for again', () => billing.asked > 1)
    now += 6_000
    await expect(start(ctx)).rejects.toMatchObject({ code: QuotaExceeded.code, params: { used: 3 } })
    expect((await services.call(ListExecutions, {}, ctx)).items).toHaveLength(3)
  })

  test('counts what has finished, also while billing has not', async () => {
    allow({})
    const ctx = contexts.user()
    for (let i = 0; i < 2; i += 1) await start(ctx)
    for (let i = 0; i < 3; i += 1) {
      now += 6_000
      await start(ctx).catch((error: unknown) => error)
    }
    expect((await services.call(ListExecutions, {}, ctx)).items).toHaveLength(3)
  })

  test('holds for fifty at once', async () => {
    allow({ limit: 20, stopAt: 20 })
    const ctx = contexts.user()
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => start(ctx)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
  })

  test('is asked for once in a while, not for each execution', async () => {
    allow({ stopAt: 1000, limit: 1000 })
    const ctx = contexts.user()
    for (let i = 0; i < 50; i += 1) await start(ctx)
    expect(billing.asked).toBe(1)
    now += 6_000
    await start(ctx)
    await until('it is asked for again, in the background', () => billing.asked === 2)
  })

  test('that was enlarged counts at once', async () => {
    allow({ used: 3 })
    const ctx = contexts.user()
    await expect(start(ctx)).rejects.toMatchObject({ code: QuotaExceeded.code })
    now += 1_000
    allow({ used: 3, limit: 100, stopAt: 100 })
    await start(ctx)
  })

  test('begins anew with the month', async () => {
    allow({ used: 3 })
    const ctx = contexts.user()
    await expect(start(ctx)).rejects.toMatchObject({ code: QuotaExceeded.code })
    const before = now
    now = Date.parse('2026-12-01T00:00:00Z')
    allow({ used: 0, resetsAt: '2027-01-01T00:00:00.000Z' })
    await start(ctx)
    now = before
  })

  test('stops nobody when there is none, or when billing is away', async () => {
    allow()
    await start(contexts.user())
    billing.answer = () => Promise.reject(Unavailable({ service: 'billing' }))
    const ctx = contexts.user()
    for (let i = 0; i < 5; i += 1) await start(ctx)
  })
})
