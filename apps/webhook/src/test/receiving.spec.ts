import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  CREDENTIAL_CHANGED,
  ExecutionDropped,
  ListDeliveries,
  QueueFull,
  ReceiveWebhook,
  SignatureInvalid,
  WebhookNotFound,
} from '@linkflow/contracts'
import type { DeliveryView, InputGiven } from '@linkflow/contracts'
import { BodyMalformed, MethodNotAllowed } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import { bodyOf, givenWebhookService, register, request, settings, tokenOf } from './given.js'
import type { Given, Settings } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWebhookService()
})
afterAll(() => given.services.close())
beforeEach(() => {
  given.executions.started.length = 0
  given.executions.outcome = () => ({ status: 'queued' })
})

const receive = (input: InputGiven<typeof ReceiveWebhook>) =>
  given.services.call(ReceiveWebhook, input, contexts.anonymous())

async function registered(change: Partial<Settings> = {}) {
  const { webhooks, workspaceId, workflowId } = await register(given, [settings(change)])
  const webhook = webhooks[0]!
  return { webhookId: webhook.webhookId, token: tokenOf(webhook), workspaceId, workflowId }
}

/** The log, once it has `count` lines. */
const deliveries = (webhook: { webhookId: string; workspaceId: string }, count: number): Promise<DeliveryView[]> =>
  until(`${count} deliveries`, async () => {
    const { webhookId, workspaceId } = webhook
    const { items } = await given.services.call(ListDeliveries, { webhookId }, contexts.user({ workspaceId }))
    return items.length >= count && items
  })

describe('a delivery', () => {
  test('starts the trigger of its version with what was sent', async () => {
    const webhook = await registered({ nodeId: 'hook', timeoutMs: 700 })
    const reply = await receive(
      request(webhook.token, {
        path: 'orders/7',
        query: { a: '1' },
        headers: {
          'content-type': 'application/json',
          authorization: 'Bearer secret',
          cookie: 'session=secret',
          'x-event': 'paid',
        },
        rawBody: '{"id":"1","nul":"a\\u0000b"}',
      }),
    )
    const [started] = given.executions.started
    expect(started).toMatchObject({
      workspaceId: webhook.workspaceId,
      input: {
        workflowId: webhook.workflowId,
        version: 1,
        nodeId: 'hook',
        trigger: 'webhook',
        waitFor: 'accepted',
        waitMs: 700,
      },
    })
    expect(started?.input.items).toEqual([
      {
        json: {
          body: { id: '1', nul: 'a\u0000b' },
          headers: { 'content-type': 'application/json', 'x-event': 'paid' },
          query: { a: '1' },
          params: { path: 'orders/7' },
          method: 'POST',
        },
      },
    ])
    expect(started?.input).not.toHaveProperty('idempotencyKey')
    expect(reply.status).toBe(202)
    expect(bodyOf(reply)).toEqual({ executionId: started?.executionId })
    expect(reply.headers['linkflow-execution-id']).toBe(started?.executionId)
    expect(await deliveries(webhook, 1)).toMatchObject([
      { outcome: 'accepted', status: 202, executionId: started?.executionId, method: 'POST', sizeBytes: 27 },
    ])
  })

  test('to an unknown token is 404', async () => {
    for (const token of ['nonsense', 'A'.repeat(43), ''])
      await expect(receive(request(token))).rejects.toMatchObject({ code: WebhookNotFound.code })
  })

  test('by another method is 405', async () => {
    const webhook = await registered({ method: 'PUT' })
    await expect(receive(request(webhook.token))).rejects.toMatchObject({
      code: MethodNotAllowed.code,
      params: { allowed: ['PUT'] },
    })
    expect(await deliveries(webhook, 1)).toMatchObject([{ outcome: 'rejected', status: 405 }])
  })

  test.each(['GET', 'HEAD', 'DELETE', 'OPTIONS'])('by %s is taken where any method is', async (method) => {
    const webhook = await registered({ method: 'ANY' })
    const { status } = await receive(request(webhook.token, { method, headers: {}, rawBody: '' }))
    expect(status).toBe(202)
    expect(given.executions.started[0]?.input.items).toMatchObject([{ json: { body: {}, method } }])
  })

  test('of bad JSON starts nothing', async () => {
    const webhook = await registered()
    await expect(receive(request(webhook.token, { rawBody: '{"a"' }))).rejects.toMatchObject({
      code: BodyMalformed.code,
    })
    expect(given.executions.started).toEqual([])
    expect(await deliveries(webhook, 1)).toMatchObject([{ outcome: 'rejected', status: 400 }])
  })
})

describe('verification', () => {
  const signed = (token: string, secret: string, rawBody: string) =>
    request(token, {
      rawBody,
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(rawBody).digest('hex')}`,
      },
    })

  test('a wrong signature stores the attempt, and nothing of what was sent', async () => {
    const credentialId = given.credentials.add({ secret: 'right' })
    const webhook = await registered({
      verify: { kind: 'hmac', header: 'X-Hub-Signature-256', prefix: 'sha256=', credentialId },
      eventId: { expression: '{{ $json.body.id }}' },
    })
    await expect(receive(signed(webhook.token, 'wrong', '{"id":"canary"}'))).rejects.toMatchObject({
      code: SignatureInvalid.code,
    })
    expect((await receive(signed(webhook.token, 'right', '{"id":"fine"}'))).status).toBe(202)
    expect(given.executions.started).toHaveLength(1)
    const [accepted, rejected] = await deliveries(webhook, 2)
    expect(accepted).toMatchObject({ outcome: 'accepted', eventId: 'fine' })
    expect(rejected).toMatchObject({ outcome: 'rejected', status: 401, reason: 'The signature does not match.' })
    expect(rejected).not.toHaveProperty('eventId')
  })

  test('comes before parsing', async () => {
    const credentialId = given.credentials.add({ secret: 'right' })
    const webhook = await registered({ verify: { kind: 'hmac', header: 'X-Hub-Signature-256', credentialId } })
    await expect(receive(request(webhook.token, { rawBody: '{' }))).rejects.toMatchObject({
      code: SignatureInvalid.code,
    })
  })

  test('accepts the secret of before while it is rotated', async () => {
    const credentialId = given.credentials.add({ secret: 'new' })
    const previousCredentialId = given.credentials.add({ secret: 'old' })
    const header = { kind: 'hmac', header: 'X-Hub-Signature-256', prefix: 'sha256=' } as const
    const webhook = await registered({ verify: { ...header, credentialId, previousCredentialId } })
    expect((await receive(signed(webhook.token, 'new', '{}'))).status).toBe(202)
    expect((await receive(signed(webhook.token, 'old', '{}'))).status).toBe(202)
    await expect(receive(signed(webhook.token, 'older', '{}'))).rejects.toMatchObject({ code: SignatureInvalid.code })
  })

  test('fails when the credential is gone', async () => {
    const webhook = await registered({
      verify: { kind: 'header', header: 'X-Token', credentialId: crypto.randomUUID() },
    })
    const attempt = request(webhook.token, { headers: { 'x-token': '' } })
    await expect(receive(attempt)).rejects.toMatchObject({ code: SignatureInvalid.code })
  })

  test('fails at once when the credential is deleted that was just used', async () => {
    const credentialId = given.credentials.add({ name: 'X-Token', value: 'secret' })
    const webhook = await registered({ verify: { kind: 'header', header: 'X-Token', credentialId } })
    const attempt = request(webhook.token, { headers: { 'x-token': 'secret' } })
    expect((await receive(attempt)).status).toBe(202)
    given.credentials.fields.delete(credentialId)
    const { releases } = given.credentials
    given.services.transport.publishLive(CREDENTIAL_CHANGED, { credentialId })
    // Long before it would have been forgotten by itself.
    const isRefused = () => receive(attempt).then(() => false, SignatureInvalid.is)
    await until('the secret is forgotten', isRefused, 10_000)
    expect(given.credentials.releases).toBe(releases + 1)
  })

  test('by a header keeps the secret out of the item, and asks for it once', async () => {
    const credentialId = given.credentials.add({ name: 'X-Token', value: 'secret' })
    const webhook = await registered({ verify: { kind: 'header', header: 'X-Token', credentialId } })
    const before = given.credentials.releases
    const attempt = request(webhook.token, { headers: { 'x-token': 'secret', 'x-other': 'o' } })
    await Promise.all([receive(attempt), receive(attempt), receive(attempt)])
    expect(given.credentials.releases - before).toBe(1)
    expect(given.executions.started[0]?.input.items).toMatchObject([{ json: { headers: { 'x-other': 'o' } } }])
    expect(JSON.stringify(given.executions.started)).not.toContain('secret')
  })
})

describe('a repeat', () => {
  test('starts nothing and is told the first execution', async () => {
    const webhook = await registered({ eventId: { header: 'X-Event' } })
    const attempt = request(webhook.token, { headers: { 'content-type': 'application/json', 'x-event': 'evt_1' } })
    const replies = [await receive(attempt), await receive(attempt)]
    expect(given.executions.started).toHaveLength(1)
    const { executionId, input } = given.executions.started[0]!
    expect(input.idempotencyKey).toBe(`webhook:${webhook.webhookId}:evt_1`)
    expect(replies.map(({ status }) => status)).toEqual([202, 200])
    expect(replies.map(bodyOf)).toEqual([{ executionId }, { executionId }])
    expect(replies.map(({ headers }) => headers['linkflow-duplicate'])).toEqual([undefined, 'true'])
    expect((await deliveries(webhook, 2)).map(({ outcome }) => outcome)).toEqual(['duplicate', 'accepted'])
  })

  test('of an event at another webhook runs there too', async () => {
    const eventId = { expression: '{{ $json.body.id }}' }
    const { webhooks } = await register(given, [settings({ nodeId: 'a', eventId }), settings({ nodeId: 'b', eventId })])
    for (const webhook of webhooks) await receive(request(tokenOf(webhook), { rawBody: '{"id":"evt_1"}' }))
    expect(given.executions.started.map(({ input }) => input.nodeId).sort()).toEqual(['a', 'b'])
  })

  test('without an id is no repeat', async () => {
    const webhook = await registered({ eventId: { expression: '{{ $json.body.id }}' } })
    await receive(request(webhook.token))
    await receive(request(webhook.token))
    expect(given.executions.started).toHaveLength(2)
  })

  test('is recognised by an id that holds a NUL', async () => {
    const webhook = await registered({ eventId: { expression: '{{ $json.body.id }}' } })
    const attempt = request(webhook.token, { rawBody: '{"id":"a\\u0000b"}' })
    await receive(attempt)
    await receive(attempt)
    expect(given.executions.started).toHaveLength(1)
    expect(given.executions.started[0]?.input.idempotencyKey).toMatch(/^webhook:[0-9a-f-]+:sha256:[0-9a-f]{64}$/)
    expect(await deliveries(webhook, 2)).toMatchObject([{ eventId: 'a\ufffdb' }, { eventId: 'a\ufffdb' }])
  })
})

describe('the answer', () => {
  test('waits for the last node', async () => {
    const webhook = await registered({ respond: 'last-node' })
    given.executions.outcome = () => ({ status: 'succeeded', output: [{ json: { total: 3 } }] })
    const reply = await receive(request(webhook.token))
    expect(given.executions.started[0]?.input).toMatchObject({ waitFor: 'finished', waitMs: 30_000 })
    expect([reply.status, bodyOf(reply)]).toEqual([200, { total: 3 }])
  })

  test('is what a respond node said', async () => {
    const webhook = await registered({ respond: 'respond-node' })
    given.executions.outcome = () => ({
      status: 'running',
      response: { status: 418, headers: { 'X-Tea': 'green' }, body: 'short and stout' },
    })
    const reply = await receive(request(webhook.token))
    expect(given.executions.started[0]?.input.waitFor).toBe('response')
    expect(reply).toMatchObject({ status: 418, body: 'short and stout', headers: { 'x-tea': 'green' } })
  })

  test('names the execution when it failed or takes too long', async () => {
    const webhook = await registered({ respond: 'last-node' })
    for (const [status, expected] of [
      ['failed', 500],
      ['running', 504],
    ] as const) {
      given.executions.outcome = () => ({ status })
      const reply = await receive(request(webhook.token))
      const executionId = given.executions.started.at(-1)?.executionId
      expect(reply.status).toBe(expected)
      expect(bodyOf(reply)).toMatchObject({ executionId })
      expect(reply.headers['linkflow-execution-id']).toBe(executionId)
    }
    expect((await deliveries(webhook, 2)).map(({ outcome, status }) => [outcome, status])).toEqual([
      ['accepted', 504],
      ['accepted', 500],
    ])
  })

  test.each<[string, () => never, number]>([
    ['full', () => raise(QueueFull()), 503],
    ['broken', () => raise(new Error('the database is away')), 503],
  ])('of an execution service that is %s asks to come back', async (_name, outcome, status) => {
    const webhook = await registered()
    given.executions.outcome = outcome
    const reply = await receive(request(webhook.token))
    expect([reply.status, reply.headers['retry-after']]).toEqual([status, '1'])
    expect(reply.body).not.toContain('database is away')
    expect(await deliveries(webhook, 1)).toMatchObject([{ outcome: 'failed', status: 503 }])
  })

  test('of a workflow that runs often enough is passed on', async () => {
    const webhook = await registered()
    given.executions.outcome = () => raise(ExecutionDropped())
    await expect(receive(request(webhook.token))).rejects.toMatchObject({ code: ExecutionDropped.code })
  })
})

test('hundreds of deliveries are all in the log', async () => {
  const webhook = await registered()
  await Promise.all(Array.from({ length: 700 }, () => receive(request(webhook.token))))
  const count = async () => {
    const [row] = await given.services.database.query<{ n: number }>(
      `select count(*)::int as n from webhook.webhook_deliveries where webhook_id = $1`,
      [webhook.webhookId],
    )
    return row?.n === 700
  }
  expect(await until('700 lines', count)).toBe(true)
})

function raise(error: Error): never {
  throw error
}
