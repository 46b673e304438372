import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ExecutionsFinished, GetCurrentUsage, GetUsage } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { contexts, startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { billing } from '../index.js'
import { finished, publishFinished } from './given.js'

describe.each(['local', 'nats'] as const)('usage over %s', (transport) => {
  let services: TestServices
  beforeAll(async () => {
    // Connections that break on purpose fill the log with warnings.
    services = await startServices([billing], { transport, env: { LOG_LEVEL: 'error' } })
  })
  afterAll(() => services?.close())

  const publish = (workspaceId: string, executions: ReturnType<typeof finished>[], id = newId()) =>
    publishFinished({ services }, workspaceId, executions, id)
  const current = (ctx: ReturnType<typeof contexts.user>) => services.call(GetCurrentUsage, {}, ctx)
  const counted = (ctx: ReturnType<typeof contexts.user>, executions: number) =>
    until(`${executions} executions are counted`, async () => (await current(ctx)).used.executions >= executions)

  test('is counted by day, and of one workspace only', async () => {
    const ctx = contexts.user()
    const at = (day: string) => ({ finishedAt: `${day}T12:00:00.000Z` })
    await publish(ctx.workspaceId, [
      finished({ ...at('2026-02-27'), aiTokens: 7, dataBytes: 100 }),
      finished(at('2026-02-28')),
      finished({ ...at('2026-02-28'), nodeExecutions: 5 }),
    ])
    const read = (range: { from?: string; to?: string }, as = ctx) => services.call(GetUsage, range, as)
    const usage = await until('it is counted', async () => {
      const found = await read({ from: '2026-02-01', to: '2026-02-28' })
      return found.items.length === 2 && found
    })
    expect(usage.items).toEqual([
      { day: '2026-02-27', executions: 1, nodeExecutions: 3, computeMs: 5, dataBytes: 100, aiTokens: 7 },
      { day: '2026-02-28', executions: 2, nodeExecutions: 8, computeMs: 10, dataBytes: 0, aiTokens: 0 },
    ])
    expect(usage.total).toMatchObject({ executions: 3, nodeExecutions: 11 })
    expect((await read({ from: '2026-02-28', to: '2026-02-28' })).total.executions).toBe(2)
    expect((await read({ from: '2026-02-01', to: '2026-02-28' }, contexts.user())).items).toEqual([])
    expect((await read({})).items).toEqual([])
  })

  test.each([
    ['ends before it begins', { from: '2026-02-02', to: '2026-02-01' }],
    ['is longer than a year', { from: '2025-01-01', to: '2026-02-01' }],
  ])('a range that %s is refused', async (_, range) => {
    const asked = services.call(GetUsage, range, contexts.user())
    await expect(asked).rejects.toMatchObject({ code: 'billing/usage-range-invalid' })
  })

  test('has no limit unless the operator sets one', async () => {
    const usage = await current(contexts.user())
    expect(usage.executions).toEqual({ level: 'ok' })
  })

  test('is counted once, however often and by however many it is delivered', async () => {
    const ctx = contexts.user()
    const events = Array.from({ length: 20 }, () => ({ id: newId(), executions: [finished(), finished()] }))
    const send = () => Promise.all(events.map(({ id, executions }) => publish(ctx.workspaceId, executions, id)))
    await send()
    await send()
    await counted(ctx, 40)
    await send()
    await publish(ctx.workspaceId, [finished()])
    await counted(ctx, 41)
    expect((await current(ctx)).used.executions).toBe(41)
  })

  test('is neither lost nor counted twice when connections break and the service goes and comes', async () => {
    const ctx = contexts.user()
    const events = Array.from({ length: 60 }, () => ({ id: newId(), executions: [finished()] }))
    const breakConnections = () =>
      services.database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where usename = 'linkflow_billing' and datname = current_database()`,
      )
    for (const [index, { id, executions }] of events.entries()) {
      await publish(ctx.workspaceId, executions, id)
      if (index % 15 === 7) await breakConnections()
      if (index === 30) {
        await services.running.get('billing')!.close()
        services.running.set('billing', await billing.start(services.host('billing')))
      }
    }
    await counted(ctx, 60)
    for (const { id, executions } of events) await publish(ctx.workspaceId, executions, id)
    await publish(ctx.workspaceId, [finished()])
    await counted(ctx, 61)
    expect((await current(ctx)).used.executions).toBe(61)
    const inbox = `select count(distinct message_id)::int as seen from billing.inbox where message_id = any($1)`
    expect(await services.database.query(inbox, [events.map(({ id }) => id)])).toEqual([{ seen: 60 }])
  })

  test('that is not understood is parked and holds nothing up', async () => {
    const ctx = contexts.user()
    const message = { id: newId(), key: newId(), seq: 1, headers: {}, data: { executions: [{ nonsense: true }] } }
    await services.transport.publishEvent({ ...message, subject: `${ExecutionsFinished.subject}.${ctx.workspaceId}` })
    await publish(ctx.workspaceId, [finished()])
    await counted(ctx, 1)
  })
})
