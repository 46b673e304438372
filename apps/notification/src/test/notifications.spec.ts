import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CountUnreadNotifications,
  CreateNotificationEndpoint,
  DeleteNotification,
  DeleteNotificationEndpoint,
  GetNotificationPreferences,
  ListNotificationEndpoints,
  ListNotifications,
  MarkAllNotificationsRead,
  MarkNotificationRead,
  NotificationEndpointNotFound,
  NotificationNotFound,
  SendTestNotification,
  SessionRequired,
  TooManyNotificationEndpoints,
  UpdateNotificationPreferences,
} from '@linkflow/contracts'
import type { NotificationEvent, Permission } from '@linkflow/contracts'
import { Forbidden, InputInvalid, newId } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import { createHmac } from 'node:crypto'
import { givenNotification, outgoing } from './harness.js'
import type { Given } from './harness.js'

let given: Given
beforeAll(async () => {
  given = await givenNotification()
})
afterAll(() => given?.services.close())

const call: Given['services']['call'] = (...args) => given.services.call(...args)

describe('notifications', () => {
  test('are listed newest first, page by page, and counted', async () => {
    const ctx = contexts.user()
    const made = []
    for (let i = 0; i < 5; i += 1) made.unshift((await call(SendTestNotification, {}, ctx)).id)
    const first = await call(ListNotifications, { limit: 3 }, ctx)
    const second = await call(ListNotifications, { limit: 3, cursor: first.nextCursor }, ctx)
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made)
    expect(second).not.toHaveProperty('nextCursor')
    expect(await call(CountUnreadNotifications, {}, ctx)).toEqual({ unread: 5 })
  })

  test('are marked as read, once, all and for good', async () => {
    const ctx = contexts.user()
    const { id } = await call(SendTestNotification, {}, ctx)
    await call(SendTestNotification, {}, ctx)
    const { readAt } = await call(MarkNotificationRead, { notificationId: id }, ctx)
    expect(readAt).toBeDefined()
    expect((await call(MarkNotificationRead, { notificationId: id }, ctx)).readAt).toBe(readAt)
    expect((await call(ListNotifications, { unread: 'false' }, ctx)).items.map((one) => one.id)).toEqual([id])
    expect(await call(MarkAllNotificationsRead, {}, ctx)).toEqual({ marked: 1 })
    expect(await call(CountUnreadNotifications, {}, ctx)).toEqual({ unread: 0 })
    await call(DeleteNotification, { notificationId: id }, ctx)
    expect((await call(ListNotifications, {}, ctx)).items).toHaveLength(1)
  })

  test("of another person or workspace are not there, even for the workspace's owner", async () => {
    const ctx = contexts.user()
    const { id: notificationId } = await call(SendTestNotification, {}, ctx)
    const { userId, ...colleague } = { userId: newId(), workspaceId: ctx.workspaceId }
    const elsewhere = contexts.user({ userId: ctx.principal.kind === 'user' ? ctx.principal.id : userId })
    for (const other of [contexts.user({ userId, ...colleague }), elsewhere, contexts.user()]) {
      for (const contract of [MarkNotificationRead, DeleteNotification])
        await expect(call(contract, { notificationId }, other)).rejects.toMatchObject({
          code: NotificationNotFound.code,
        })
      expect((await call(ListNotifications, {}, other)).items).toEqual([])
    }
  })
})

test.each([
  [ListNotifications, {}],
  [CountUnreadNotifications, {}],
  [MarkNotificationRead, { notificationId: newId() }],
  [MarkAllNotificationsRead, {}],
  [DeleteNotification, { notificationId: newId() }],
  [SendTestNotification, {}],
  [GetNotificationPreferences, {}],
  [UpdateNotificationPreferences, {}],
  [CreateNotificationEndpoint, { kind: 'webhook', url: 'https://hooks.example/' }],
  [ListNotificationEndpoints, {}],
  [DeleteNotificationEndpoint, { endpointId: newId() }],
] as [Parameters<typeof call>[0], Record<string, string>][])(
  'an API key is not the person: %#',
  async (contract, input) => {
    const principal = { kind: 'api-key' as const, id: newId(), userId: newId() }
    const asKey = call(contract, input, { ...contexts.user(), principal })
    await expect(asKey).rejects.toMatchObject({ code: SessionRequired.code })
  },
)

describe('endpoints', () => {
  const sentTo = (path: string) =>
    until(`a request for ${path}`, () => given.requests.find(({ url }) => url.endsWith(path)))

  test('a webhook is sent what is signed as Standard Webhooks say', async () => {
    const ctx = contexts.user()
    const url = `https://hooks.example/${newId()}?key=canary`
    const { secret, ...endpoint } = await call(CreateNotificationEndpoint, { kind: 'webhook', url }, ctx)
    expect(endpoint).toMatchObject({ owner: 'me', kind: 'webhook', host: 'hooks.example' })
    await call(SendTestNotification, { endpoints: ['webhook'] }, ctx)
    const { headers, body } = await sentTo(new URL(url).search)
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = headers
    const key = Buffer.from(secret!.replace('whsec_', ''), 'base64')
    expect(signature).toBe(`v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`)
    expect(JSON.parse(body)).toMatchObject({ type: 'test', data: { title: 'This is a test' } })
    const [message] = await until('it is told as sent', async () => {
      const messages = await outgoing(given, ctx.workspaceId)
      return messages[0]?.state === 'sent' && messages
    })
    expect(message).toMatchObject({ id, channel: 'webhook', provider: 'webhook', recipient: 'hooks.example' })
    const stored = await given.services.database.query<{ sealed: Buffer }>(
      `select sealed from notification.notification_endpoints where id = $1`,
      [endpoint.id],
    )
    expect(stored[0]!.sealed.toString('latin1')).not.toContain('canary')
  })

  test('Slack is sent a sentence in which nobody can call a channel together', async () => {
    const ctx = contexts.user()
    const url = `https://hooks.slack.example/services/${newId()}`
    expect(await call(CreateNotificationEndpoint, { kind: 'slack', url }, ctx)).not.toHaveProperty('secret')
    await call(SendTestNotification, { endpoints: ['slack'] }, ctx)
    expect(JSON.parse((await sentTo(url.slice(-36))).body).text).toContain('*This is a test*')
  })

  test('that answer with an error are tried again, that refuse are not', async () => {
    const ctx = contexts.user()
    let busy = 2
    given.answer = ({ url }) => ({ status: url.endsWith('/gone') ? 410 : busy-- > 0 ? 503 : 200 })
    for (const path of ['busy', 'gone'])
      await call(CreateNotificationEndpoint, { kind: 'webhook', url: `https://${path}.example/${path}` }, ctx)
    await call(SendTestNotification, { endpoints: ['webhook'] }, ctx)
    const messages = await until('both are settled', async () => {
      const all = await outgoing(given, ctx.workspaceId)
      return all.every(({ state }) => state !== 'queued') && all
    })
    expect(messages).toContainEqual(expect.objectContaining({ recipient: 'busy.example', state: 'sent', attempts: 3 }))
    expect(messages).toContainEqual(
      expect.objectContaining({ recipient: 'gone.example', state: 'failed', attempts: 1, error: '410' }),
    )
  })

  test('one whose address does not decrypt fails alone, and silences nobody', async () => {
    const ctx = contexts.user()
    const made = []
    for (const path of ['broken', 'whole'])
      made.push(
        await call(CreateNotificationEndpoint, { kind: 'webhook', url: `https://${path}.example/${newId()}` }, ctx),
      )
    await given.services.database.query(
      `update notification.notification_endpoints set sealed = sealed || '\\x00' where id = $1`,
      [made[0]!.id],
    )
    given.answer = () => ({ status: 200 })
    expect((await call(ListNotificationEndpoints, {}, ctx)).items).toHaveLength(2)
    await call(SendTestNotification, { endpoints: ['webhook'] }, ctx)
    const messages = await until('one is sent and one has failed', async () => {
      const all = await outgoing(given, ctx.workspaceId)
      return all.some(({ state }) => state === 'sent') && all.some(({ error }) => error !== undefined) && all
    })
    expect(messages).toContainEqual(expect.objectContaining({ recipient: 'whole.example', state: 'sent' }))
    expect(messages).toContainEqual(expect.objectContaining({ recipient: 'broken.example', error: 'does not decrypt' }))
  })

  test('of the workspace are for those who may say where its news go', async () => {
    const owner = contexts.user()
    const { workspaceId } = owner
    const input = { owner: 'workspace' as const, kind: 'slack' as const, url: 'https://hooks.slack.example/a' }
    const editor = contexts.user({ workspaceId, role: 'editor' })
    await expect(call(CreateNotificationEndpoint, input, editor)).rejects.toMatchObject({ code: Forbidden.code })
    const { id: endpointId } = await call(CreateNotificationEndpoint, input, owner)
    const mine = await call(CreateNotificationEndpoint, { ...input, owner: 'me' }, owner)
    expect((await call(ListNotificationEndpoints, {}, editor)).items.map(({ id }) => id)).toEqual([endpointId])
    for (const id of [endpointId, mine.id])
      await expect(call(DeleteNotificationEndpoint, { endpointId: id }, editor)).rejects.toMatchObject({
        code: NotificationEndpointNotFound.code,
      })
    await call(DeleteNotificationEndpoint, { endpointId }, owner)
    expect((await call(ListNotificationEndpoints, {}, owner)).items.map(({ id }) => id)).toEqual([mine.id])
  })

  test('of the workspace are made only by who may read what they are told', async () => {
    const ctx = contexts.user()
    const manager = { ...ctx, permissions: new Set<Permission>(['notification-endpoint:manage', 'execution:read']) }
    const make = (owner: 'me' | 'workspace', events?: NotificationEvent[]) =>
      call(CreateNotificationEndpoint, { owner, kind: 'webhook', url: 'https://hooks.example/', events }, manager)
    for (const events of [undefined, ['execution-failed' as const, 'invoice' as const]])
      await expect(make('workspace', events)).rejects.toMatchObject({
        code: Forbidden.code,
        params: { permission: 'billing:read' },
      })
    expect(await make('workspace', ['execution-failed'])).toMatchObject({ owner: 'workspace' })
    // Of a person's own it is asked each time something happens.
    expect(await make('me')).toMatchObject({ owner: 'me' })
  })

  test('are so many and no more, of a person and of the workspace, also when made at once', async () => {
    const ctx = contexts.user()
    const make = (owner: 'me' | 'workspace', as = ctx) =>
      call(CreateNotificationEndpoint, { owner, kind: 'webhook', url: 'https://hooks.example/' }, as)
    for (const owner of ['me', 'workspace'] as const) {
      const results = await Promise.allSettled(Array.from({ length: 14 }, () => make(owner)))
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
      expect(refused.map(({ code }) => code)).toEqual(
        Array.from({ length: 4 }, () => TooManyNotificationEndpoints.code),
      )
    }
    await make('me', contexts.user({ workspaceId: ctx.workspaceId, role: 'viewer' }))
    const { items } = await call(ListNotificationEndpoints, {}, ctx)
    await call(DeleteNotificationEndpoint, { endpointId: items[0]!.id }, ctx)
    await make(items[0]!.owner)
  })

  test.each(['ftp://files.example/', 'https://ann:secret@hooks.example/'])('%s is no address', async (url) => {
    await expect(call(CreateNotificationEndpoint, { kind: 'webhook', url }, contexts.user())).rejects.toMatchObject({
      code: InputInvalid.code,
    })
  })
})
