import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { notificationsSubject } from '@linkflow/contracts'
import type { NotificationNews } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { WebSocket } from 'ws'
import { startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'
import { SocketClient } from './socket-client.fixture.js'

let gw: TestGateway
let client: SocketClient
beforeEach(async () => {
  gw = await startGateway()
  const headers = { authorization: `Bearer ${await gw.token()}` }
  client = new SocketClient(new WebSocket(`ws://127.0.0.1:${gw.port}/ws`, { headers }))
  await client.opened
})
afterEach(() => gw.close())

const SUBSCRIBE = { type: 'subscribe', channel: 'notifications' }
const tell = (workspaceId: string, userId: string, news: NotificationNews) =>
  gw.transport.publishLive(notificationsSubject(workspaceId, userId), news)

test('news go to the person they are for, in the workspace they are of', async () => {
  expect(await client.ask(SUBSCRIBE)).toEqual({ type: 'subscribed', channel: 'notifications' })
  tell(gw.workspaceId, newId(), { unread: 1 })
  tell(newId(), gw.userId, { unread: 2 })
  tell(gw.workspaceId, gw.userId, { unread: 3 })
  expect(await client.next()).toEqual({ type: 'notification', channel: 'notifications', unread: 3 })
})

test('asking twice does not double them, and asking to stop stops them', async () => {
  await client.ask(SUBSCRIBE)
  await client.ask(SUBSCRIBE)
  tell(gw.workspaceId, gw.userId, { unread: 1 })
  expect(await client.next()).toMatchObject({ unread: 1 })
  expect(await client.ask({ ...SUBSCRIBE, type: 'unsubscribe' })).toEqual({
    type: 'unsubscribed',
    channel: 'notifications',
  })
  tell(gw.workspaceId, gw.userId, { unread: 2 })
  expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' })
})

test("nobody names somebody else's", async () => {
  expect(await client.ask({ ...SUBSCRIBE, id: newId() })).toMatchObject({ type: 'error', problem: { status: 400 } })
  expect(await client.ask({ type: 'subscribe', channel: 'users' })).toMatchObject({
    type: 'error',
    problem: { status: 400 },
  })
})

test('an API key is not the person who made it', async () => {
  const { userId, workspaceId } = gw
  gw.apiKeys.set('key', { apiKeyId: newId(), userId, workspaceId, permissions: ['workflow:read'] })
  const headers = { 'x-api-key': 'key' }
  const byKey = new SocketClient(new WebSocket(`ws://127.0.0.1:${gw.port}/ws`, { headers }))
  await byKey.opened
  expect(await byKey.ask(SUBSCRIBE)).toMatchObject({ type: 'error', problem: { code: 'auth/session-required' } })
})
