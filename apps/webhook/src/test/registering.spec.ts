import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  ListDeliveries,
  ListWebhooks,
  ReceiveWebhook,
  RegisterWebhooks,
  WebhookNotFound,
  WorkflowDeleted,
} from '@linkflow/contracts'
import { Forbidden, InputInvalid, newId } from '@linkflow/kernel'
import { schemaDifferences } from '@linkflow/postgres'
import { contexts, until } from '@linkflow/testing'
import { webhookSchema } from '../index.js'
import { givenWebhookService, register, request, settings, tokenOf } from './given.js'
import type { Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWebhookService({ env: { LINKFLOW_PUBLIC_URL: 'https://flows.example/' } })
})
afterAll(() => given.services.close())

const receive = (token: string) => given.services.call(ReceiveWebhook, request(token), contexts.anonymous())
const notFound = { code: WebhookNotFound.code }

describe('registering', () => {
  test('gives each node a URL of its own that nobody can guess', async () => {
    const { webhooks } = await register(given, [settings({ nodeId: 'a' }), settings({ nodeId: 'b', method: 'GET' })])
    expect(webhooks.map(({ nodeId, method }) => [nodeId, method])).toEqual([
      ['a', 'POST'],
      ['b', 'GET'],
    ])
    for (const { url } of webhooks) expect(url).toMatch(/^https:\/\/flows\.example\/webhook\/[A-Za-z0-9_-]{43}$/)
    expect(new Set(webhooks.map(({ url }) => url)).size).toBe(2)
  })

  test('again keeps the URLs of the nodes, and takes effect at once', async () => {
    const first = await register(given, [settings({ nodeId: 'a' }), settings({ nodeId: 'b' })])
    const [a, b] = first.webhooks
    await receive(tokenOf(b!))
    const change = { workspaceId: first.workspaceId, workflowId: first.workflowId, generation: 2, version: 2 }
    const second = await register(given, [settings({ nodeId: 'a', method: 'ANY' })], change)
    expect(second.webhooks).toEqual([{ ...a, method: 'ANY' }])
    await expect(receive(tokenOf(b!))).rejects.toMatchObject(notFound)
    await receive(tokenOf(a!))
    expect(given.executions.started.at(-1)?.input.version).toBe(2)

    const third = await register(given, [settings({ nodeId: 'b' })], { ...change, generation: 3 })
    expect(third.webhooks).toEqual([b])
    await receive(tokenOf(b!))
  })

  test('what is stale changes nothing and is told the present', async () => {
    const { workspaceId, workflowId, webhooks } = await register(given, [settings()], { generation: 5 })
    const stale = await register(given, [], { workspaceId, workflowId, generation: 4 })
    expect(stale.webhooks).toEqual(webhooks)
    const repeated = await register(given, [settings()], { workspaceId, workflowId, generation: 5 })
    expect(repeated.webhooks).toEqual(webhooks)
    const removed = await register(given, [], { workspaceId, workflowId, generation: 6 })
    expect(removed.webhooks).toEqual([])
    expect((await register(given, [settings()], { workspaceId, workflowId, generation: 5 })).webhooks).toEqual([])
    await expect(receive(tokenOf(webhooks[0]!))).rejects.toMatchObject(notFound)
  })

  test('of many generations at once ends with the last', async () => {
    const place = { workspaceId: newId(), workflowId: newId() }
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        register(given, [settings({ nodeId: `n${index}` })], { ...place, generation: index }),
      ),
    )
    const { items } = await given.services.call(ListWebhooks, place, contexts.user(place))
    expect(items.map(({ nodeId }) => nodeId)).toEqual(['n9'])
  })

  test('is for the workflow service only', async () => {
    const input = { workflowId: newId(), version: 1, generation: 1, webhooks: [] }
    await expect(given.services.call(RegisterWebhooks, input, contexts.user())).rejects.toMatchObject({
      code: Forbidden.code,
    })
  })
})

describe('a deleted workflow', () => {
  test('loses its webhooks for good', async () => {
    const { workspaceId, workflowId, webhooks } = await register(given, [settings()])
    await given.services.transport.publishEvent({
      id: newId(),
      subject: `${WorkflowDeleted.subject}.${workspaceId}`,
      key: workflowId,
      seq: 1,
      data: { workflowId },
      headers: {},
    })
    const rows = `select 1 from webhook.webhooks where workflow_id = $1`
    await until('they are gone', async () => (await given.services.database.query(rows, [workflowId])).length === 0)
    const late = await register(given, [settings()], { workspaceId, workflowId, generation: 9 })
    expect(late.webhooks).toEqual([])
    await expect(
      given.services.call(ListDeliveries, { webhookId: webhooks[0]!.webhookId }, contexts.user({ workspaceId })),
    ).rejects.toMatchObject(notFound)
  })
})

describe('lists', () => {
  test('of webhooks go through all pages of the workspace', async () => {
    const workspaceId = newId()
    for (let i = 0; i < 3; i += 1)
      await register(given, [settings({ nodeId: 'a' }), settings({ nodeId: 'b' })], { workspaceId })
    const ctx = contexts.user({ workspaceId })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await given.services.call(ListWebhooks, { limit: 4, cursor }, ctx)
      for (const { id, verification, url } of page.items) {
        seen.push(id)
        expect(verification).toBe('none')
        expect(url).toContain('https://flows.example/webhook/')
      }
      cursor = page.nextCursor
    } while (cursor)
    expect(new Set(seen).size).toBe(6)
    expect((await given.services.call(ListWebhooks, {}, contexts.user())).items).toEqual([])
  })

  test('of deliveries go through all pages, newest first', async () => {
    const { workspaceId, webhooks } = await register(given, [settings()])
    const { webhookId } = webhooks[0]!
    for (let i = 0; i < 5; i += 1) await receive(tokenOf(webhooks[0]!))
    const ctx = contexts.user({ workspaceId })
    const page = (limit: number, cursor?: string) =>
      given.services.call(ListDeliveries, { webhookId, limit, cursor }, ctx)
    const all = await until('all five', async () => {
      const { items } = await page(100)
      return items.length === 5 && items
    })
    const first = await page(3)
    const second = await page(3, first.nextCursor)
    expect([...first.items, ...second.items]).toEqual(all)
    expect(second).not.toHaveProperty('nextCursor')
    expect(all.map(({ receivedAt }) => receivedAt)).toEqual(
      all
        .map(({ receivedAt }) => receivedAt)
        .sort()
        .reverse(),
    )
    await expect(page(3, 'nonsense')).rejects.toMatchObject({ code: InputInvalid.code })
    await expect(given.services.call(ListDeliveries, { webhookId }, contexts.user())).rejects.toMatchObject(notFound)
  })
})

test('entities and migrations agree', async () => {
  expect(await schemaDifferences(given.services.database.adminUrl, webhookSchema)).toEqual([])
})
