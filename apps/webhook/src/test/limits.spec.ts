import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { AddressRefused, ListDeliveries, ReceiveWebhook, RegenerateWebhook, WebhookNotFound } from '@linkflow/contracts'
import type { Input, InputGiven } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import { givenWebhookService, register, request, settings, tokenOf } from './given.js'
import type { Given, Settings } from './given.js'

const MINUTE_MS = 60_000
const clock = { ms: Date.UTC(2030, 0, 1), now: () => new Date(clock.ms) }
let given: Given
beforeAll(async () => {
  given = await givenWebhookService({ clock })
})
afterAll(() => given?.services.close())
beforeEach(() => {
  given.executions.started.length = 0
  given.executions.outcome = () => ({ status: 'queued' })
})

const receive = (input: InputGiven<typeof ReceiveWebhook>) =>
  given.services.call(ReceiveWebhook, input, contexts.anonymous())

async function registered(change: Partial<Settings> = {}) {
  const { webhooks, workspaceId } = await register(given, [settings(change)])
  return { webhookId: webhooks[0]!.webhookId, token: tokenOf(webhooks[0]!), ctx: contexts.user({ workspaceId }) }
}

test('only allowed addresses get through; the attempt is in the log', async () => {
  const { token, webhookId, ctx } = await registered({ allow: ['192.0.2.0/24', '2001:db8::1'] })
  for (const address of ['192.0.2.9', '2001:db8::1'])
    expect(await receive(request(token, { address }))).toMatchObject({ status: 202 })
  for (const address of ['198.51.100.1', '2001:db8::2', ''])
    await expect(receive(request(token, { address }))).rejects.toThrow(AddressRefused().message)
  expect(given.executions.started).toHaveLength(2)
  const rejected = await until('the log', async () => {
    const asked = { webhookId, outcome: 'rejected' as const }
    const { items } = await given.services.call(ListDeliveries, asked, ctx)
    return items.length === 3 && items
  })
  expect(rejected[0]).toMatchObject({ status: 403, reason: AddressRefused().title })
})

test('no more than its rate gets through in a minute; others have their own', async () => {
  const limited = await registered({ maxPerMinute: 2 })
  const other = await registered({ maxPerMinute: 2 })
  const send = async (token: string) => (await receive(request(token))).status
  expect([await send(limited.token), await send(limited.token)]).toEqual([202, 202])
  const refused = await receive(request(limited.token))
  expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } })
  expect(JSON.parse(refused.body)).toMatchObject({ code: 'webhook/too-many-deliveries' })
  expect(await send(other.token)).toBe(202)
  clock.ms += MINUTE_MS
  expect(await send(limited.token)).toBe(202)
})

test('a new address replaces the old one, in its workspace only', async () => {
  const { token, webhookId, ctx } = await registered()
  const outsider = contexts.user({ workspaceId: newId() })
  await expect(given.services.call(RegenerateWebhook, { webhookId }, outsider)).rejects.toThrow(
    WebhookNotFound().message,
  )
  expect((await receive(request(token))).status).toBe(202)
  const view = await given.services.call(RegenerateWebhook, { webhookId }, ctx)
  expect(view.id).toBe(webhookId)
  expect(tokenOf(view)).not.toBe(token)
  await expect(receive(request(token))).rejects.toThrow(WebhookNotFound().message)
  expect((await receive(request(tokenOf(view)))).status).toBe(202)
})

test('a preset recognises repeats by the id its sender gives', async () => {
  const credentialId = given.credentials.add({ secret: 'key' })
  const { token, webhookId, ctx } = await registered({ verify: { kind: 'preset', preset: 'gitlab', credentialId } })
  const headers = { 'content-type': 'application/json', 'x-gitlab-token': 'key', 'idempotency-key': 'one' }
  expect(await receive(request(token, { headers }))).toMatchObject({ status: 202 })
  expect(await receive(request(token, { headers }))).toMatchObject({ headers: { 'linkflow-duplicate': 'true' } })
  expect(given.executions.started).toHaveLength(1)
  const { items } = await until('the log', async () => {
    const page = await given.services.call(ListDeliveries, { webhookId, eventId: 'one' }, ctx)
    return page.items.length === 2 && page
  })
  expect(items.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'duplicate'])
})

describe('the log is searched', () => {
  type Asked = Omit<Input<typeof ListDeliveries>, 'webhookId' | 'limit'>

  test('by outcome, event, execution and time', async () => {
    const { token, webhookId, ctx } = await registered({ eventId: { header: 'x-id' } })
    const send = (id: string) =>
      receive(request(token, { headers: { 'content-type': 'application/json', 'x-id': id } }))
    const start = clock.ms
    await send('a')
    await send('a')
    clock.ms += MINUTE_MS
    await send('b')
    const of = async (asked: Asked) => {
      const { items } = await given.services.call(ListDeliveries, { webhookId, ...asked }, ctx)
      return items.map(({ eventId, outcome }) => `${eventId} ${outcome}`)
    }
    await until('the log', async () => (await of({})).length === 3)
    const [, { executionId }] = given.executions.started as [unknown, { executionId: string }]
    expect(await of({ outcome: 'duplicate' })).toEqual(['a duplicate'])
    expect(await of({ eventId: 'a', outcome: 'accepted' })).toEqual(['a accepted'])
    expect(await of({ executionId })).toEqual(['b accepted'])
    expect(await of({ from: new Date(start + 1).toISOString() })).toEqual(['b accepted'])
    expect(await of({ to: new Date(start + 1).toISOString(), outcome: 'accepted' })).toEqual(['a accepted'])
    expect(await of({ eventId: 'c' })).toEqual([])
  })
})
