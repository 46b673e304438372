import { ListExecutionEvents, roles, liveSubject } from '@linkflow/contracts'
import type { ExecutionEvent } from '@linkflow/contracts'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { WebSocket } from 'ws'
import type { ClientOptions } from 'ws'
import { startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'
import { SocketClient } from './socket-client.fixture.js'

let gw: TestGateway
beforeEach(async () => {
  gw = await startGateway()
})
afterEach(async () => {
  await gw.close()
})

const connect = (path = '/ws', options: ClientOptions = {}) =>
  new SocketClient(new WebSocket(`ws://127.0.0.1:${gw.port}${path}`, options))
async function signedIn(): Promise<SocketClient> {
  const client = connect('/ws', { headers: { authorization: `Bearer ${await gw.token()}` } })
  expect(await client.opened).toBe(101)
  return client
}
function execution(...types: string[]): { id: string; next(type: string): ExecutionEvent } {
  const id = newId()
  const events: ExecutionEvent[] = []
  gw.history.set(id, { events, finished: false })
  const next = (type: string) => {
    const event = { type, executionId: id, workflowId: newId(), seq: events.length + 1, at: '2026-01-01T00:00:00.000Z' }
    events.push(event)
    return event
  }
  types.forEach(next)
  return { id, next }
}
const subscribe = (id: string, lastSeq?: number) => ({ type: 'subscribe', channel: 'execution', id, lastSeq })

describe('a client shows who it is', () => {
  test('by header', async () => {
    const client = await signedIn()
    expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' })
  })

  test('by API key', async () => {
    gw.apiKeys.set('key', {
      apiKeyId: newId(),
      userId: gw.userId,
      workspaceId: gw.workspaceId,
      permissions: [...roles.viewer],
    })
    const client = connect('/ws', { headers: { 'x-api-key': 'key' } })
    await client.opened
    const { id } = execution('execution.started')
    expect((await client.ask(subscribe(id))).type).toBe('subscribed')
  })

  test('by API key, from where it may be used', async () => {
    const known = { apiKeyId: newId(), userId: gw.userId, workspaceId: gw.workspaceId, permissions: [...roles.viewer] }
    gw.apiKeys.set('abroad', { ...known, allow: ['192.0.2.0/24'] })
    expect(await connect('/ws', { headers: { 'x-api-key': 'abroad' } }).opened).toBe(401)
    gw.apiKeys.set('here', { ...known, allow: ['127.0.0.0/8'] })
    const client = connect('/ws', { headers: { 'x-api-key': 'here' } })
    await client.opened
    expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' })
  })

  test('in the query', async () => {
    const client = connect(`/ws?access_token=${await gw.token()}&workspaceId=${gw.workspaceId}`)
    await client.opened
    const { id } = execution('execution.started')
    expect((await client.ask(subscribe(id))).type).toBe('subscribed')
  })

  test('by message', async () => {
    const client = connect()
    await client.opened
    const { id } = execution('execution.started')
    expect(await client.ask(subscribe(id))).toMatchObject({
      type: 'error',
      id,
      problem: { code: 'auth/unauthenticated' },
    })
    expect(await client.ask({ type: 'authenticate', token: await gw.token() })).toEqual({
      type: 'authenticated',
      workspaceId: gw.workspaceId,
    })
    expect((await client.ask(subscribe(id))).type).toBe('subscribed')
  })

  test.each([
    ['a wrong token', () => connect('/ws', { headers: { authorization: 'Bearer nonsense' } }), 401],
    ['a wrong token in the query', () => connect('/ws?access_token=nonsense'), 401],
    ['an unknown key', () => connect('/ws', { headers: { 'x-api-key': 'nope' } }), 401],
    ['a workspace id that is none', () => connect('/ws?workspaceId=mine'), 400],
    ['another path', () => connect('/socket'), 404],
  ])('and is refused with %s', async (_name, open, status) => {
    expect(await open().opened).toBe(status)
  })

  test('and is refused in a workspace of others', async () => {
    expect(await connect(`/ws?access_token=${await gw.token()}&workspaceId=${newId()}`).opened).toBe(404)
  })

  test('and is closed after a wrong token by message', async () => {
    const client = connect()
    await client.opened
    expect(await client.ask({ type: 'authenticate', token: 'nonsense' })).toMatchObject({ problem: { status: 401 } })
    expect(await client.closed).toBe(4401)
  })

  test('may bring a new token, but not become somebody else', async () => {
    const client = await signedIn()
    expect((await client.ask({ type: 'authenticate', token: await gw.token() })).type).toBe('authenticated')
    const stranger = newId()
    gw.members.set(`${stranger} ${gw.workspaceId}`, { workspaceId: gw.workspaceId, permissions: roles.owner })
    const token = await gw.token({ claims: { sub: stranger } })
    expect((await client.ask({ type: 'authenticate', token })).type).toBe('error')
    expect(await client.closed).toBe(4401)
  })

  test('and is closed when its token expires', async () => {
    const client = connect('/ws', { headers: { authorization: `Bearer ${await gw.token({ expiresIn: '1s' })}` } })
    expect(await client.opened).toBe(101)
    expect(await client.closed).toBe(4401)
  })
})

describe('pages', () => {
  const from = (origin: string) => connect('/ws', { origin })

  test('of the same host may connect, others not', async () => {
    expect(await from(`http://127.0.0.1:${gw.port}`).opened).toBe(101)
    expect(await from('https://evil.example').opened).toBe(403)
    expect(await from('null').opened).toBe(403)
  })

  test('of listed origins may connect', async () => {
    await gw.close()
    gw = await startGateway({ CORS_ORIGINS: 'https://app.example' })
    expect(await from('https://app.example').opened).toBe(101)
  })
})

describe('a subscription', () => {
  test('tells history, then live events, then ends', async () => {
    const client = await signedIn()
    const run = execution('execution.started', 'node.started')
    expect(await client.ask(subscribe(run.id))).toEqual({
      type: 'subscribed',
      channel: 'execution',
      id: run.id,
      seq: 0,
    })
    expect([(await client.next()).seq, (await client.next()).seq]).toEqual([1, 2])
    gw.publish(run.next('node.succeeded'))
    expect(await client.next()).toMatchObject({ type: 'node.succeeded', executionId: run.id, seq: 3 })
    gw.publish(run.next('execution.succeeded'))
    expect(await client.next()).toMatchObject({ type: 'execution.succeeded', seq: 4 })
    expect(await client.next()).toEqual({ type: 'ended', channel: 'execution', id: run.id })
  })

  test('goes on where the client was, and fills what got lost', async () => {
    const client = await signedIn()
    const run = execution('execution.started', 'node.started', 'node.succeeded')
    await client.ask(subscribe(run.id, 2))
    expect((await client.next()).seq).toBe(3)
    run.next('node.started')
    gw.publish(run.next('node.succeeded'))
    expect([(await client.next()).seq, (await client.next()).seq]).toEqual([4, 5])
  })

  test('asks in the name of the client', async () => {
    const client = await signedIn()
    await client.ask(subscribe(execution('execution.started').id))
    const { context } = gw.seen(ListExecutionEvents).at(-1)!.call
    expect(context).toMatchObject({ workspaceId: gw.workspaceId, principal: { kind: 'user', id: gw.userId } })
  })

  test('to what the workspace does not have is an error', async () => {
    const client = await signedIn()
    const id = newId()
    expect(await client.ask(subscribe(id))).toMatchObject({
      type: 'error',
      id,
      problem: { code: 'execution/not-found' },
    })
  })

  test('needs the permission', async () => {
    gw.members.set(`${gw.userId} ${gw.workspaceId}`, { workspaceId: gw.workspaceId, permissions: ['workflow:list'] })
    const client = await signedIn()
    const { id } = execution('execution.started')
    expect(await client.ask(subscribe(id))).toMatchObject({ problem: { code: 'auth/forbidden' } })
    expect(gw.seen(ListExecutionEvents)).toHaveLength(0)
  })

  test('ignores what is no event', async () => {
    const client = await signedIn()
    const run = execution('execution.started')
    await client.ask(subscribe(run.id))
    await client.next()
    const subject = liveSubject(gw.workspaceId, run.id)
    for (const data of [{}, { events: 'nonsense' }, { events: [{ seq: 2 }] }]) gw.transport.publishLive(subject, data)
    gw.publish(run.next('node.started'))
    expect((await client.next()).seq).toBe(2)
  })

  test('ends on demand', async () => {
    const client = await signedIn()
    const run = execution('execution.started')
    await client.ask(subscribe(run.id))
    await client.next()
    expect((await client.ask({ type: 'unsubscribe', channel: 'execution', id: run.id })).type).toBe('unsubscribed')
    gw.publish(run.next('node.started'))
    expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' })
  })

  test('repeated replaces the first', async () => {
    const client = await signedIn()
    const run = execution('execution.started')
    await client.ask(subscribe(run.id))
    await client.next()
    await client.ask(subscribe(run.id, 1))
    gw.publish(run.next('node.started'))
    expect((await client.next()).seq).toBe(2)
    expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' })
  })

  test('is one of at most a hundred', async () => {
    const client = await signedIn()
    for (let i = 0; i < 100; i += 1) {
      expect((await client.ask(subscribe(execution().id))).type).toBe('subscribed')
    }
    const { id } = execution()
    expect(await client.ask(subscribe(id))).toMatchObject({
      id,
      problem: { code: 'live/too-many-subscriptions', limit: 100 },
    })
  })
})

describe('a message', () => {
  test.each([
    ['no JSON', '{', 'request/malformed'],
    ['no object', '[]', 'request/invalid'],
    ['of an unknown type', { type: 'shout' }, 'request/invalid'],
    ['with an unknown member', { type: 'ping', loud: true }, 'request/invalid'],
    ['with an id that is none', { type: 'subscribe', channel: 'execution', id: 'x' }, 'request/invalid'],
    ['of an unknown channel', { type: 'subscribe', channel: 'world', id: newId() }, 'request/invalid'],
    [
      'with a negative position',
      { type: 'subscribe', channel: 'execution', id: newId(), lastSeq: -1 },
      'request/invalid',
    ],
  ])('that is %s is an error, and the connection stays', async (_name, message, code) => {
    const client = await signedIn()
    expect(await client.ask(message)).toMatchObject({ type: 'error', problem: { code } })
    expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' })
  })

  test('of bytes is an error', async () => {
    const client = await signedIn()
    client.socket.send(Buffer.from('{"type":"ping"}'))
    expect(await client.next()).toMatchObject({ problem: { code: 'request/malformed' } })
  })

  test('beyond 64 KiB ends the connection', async () => {
    const client = await signedIn()
    client.send('x'.repeat(64 * 1024 + 1))
    expect(await client.closed).toBe(1009)
  })
})

test('a client that does not read is cut off', async () => {
  const client = await signedIn()
  const run = execution()
  await client.ask(subscribe(run.id))
  client.socket.pause()
  const text = 'x'.repeat(400_000)
  for (let i = 0; i < 40; i += 1) {
    gw.publish({ ...run.next('node.failed'), error: { code: 'big', message: text } })
    await new Promise((done) => setImmediate(done))
  }
  client.socket.resume()
  expect(await client.closed).toBe(1013)
})

test('everybody is told when the gateway goes', async () => {
  const client = await signedIn()
  await gw.close()
  expect(await client.closed).toBe(1001)
})
