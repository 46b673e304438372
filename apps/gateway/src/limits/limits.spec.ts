import { Login, ReceiveWebhook } from '@linkflow/contracts'
import { afterEach, describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { json, problem, startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'
import { addressKey } from './address-key.js'
import { WindowCounter } from './window-counter.js'

let gw: TestGateway
afterEach(() => gw.close())

const statuses = async (count: number, request: () => Promise<Response>) => {
  const found: number[] = []
  for (let i = 0; i < count; i += 1) found.push((await request()).status)
  return found
}
const login = (email: string, headers: Record<string, string> = {}) =>
  gw.fetch('/api/v1/auth/login', { ...json({ email, password: 'p' }, { headers }), anonymous: true })

describe('a limit', () => {
  test('of a principal is told with every answer, and refused with how long to wait', async () => {
    gw = await startGateway({ RATE_LIMIT_PRINCIPAL: '2' })
    const first = await gw.fetch('/api/v1/auth/me')
    expect(first.headers.get('ratelimit-policy')).toBe('"default";q=2;w=60')
    expect(first.headers.get('ratelimit')).toMatch(/^"default";r=1;t=\d+$/)
    expect(first.headers.get('x-ratelimit-limit')).toBe('2')
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1')
    await gw.fetch('/api/v1/auth/me')
    const third = await gw.fetch('/api/v1/auth/me')
    const seconds = Number(third.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(third.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(await problem(third)).toMatchObject({ code: 'request/rate-limited', retryAfterSeconds: seconds })
  })

  test('of a principal is not another’s', async () => {
    gw = await startGateway({ RATE_LIMIT_PRINCIPAL: '1' })
    await gw.fetch('/api/v1/auth/me')
    gw.apiKeys.set('k', { apiKeyId: newId(), userId: gw.userId, workspaceId: gw.workspaceId, permissions: [] })
    const headers = { 'x-api-key': 'k' }
    expect(await statuses(2, () => gw.fetch('/api/v1/auth/me', { anonymous: true, headers }))).toEqual([200, 429])
  })

  test('of an address counts whoever shows nothing or something wrong', async () => {
    gw = await startGateway({ RATE_LIMIT_ANONYMOUS: '2' })
    const headers = { authorization: 'Bearer nonsense' }
    const wrong = () => gw.fetch('/api/v1/auth/me', { anonymous: true, headers })
    expect(await statuses(3, wrong)).toEqual([401, 401, 429])
    expect((await gw.fetch('/.well-known/jwks.json', { anonymous: true })).status).toBe(429)
    expect((await gw.fetch('/api/v1/auth/me')).status).toBe(200)
  })

  test('of signing in counts per address', async () => {
    gw = await startGateway({ RATE_LIMIT_SENSITIVE: '2' })
    let n = 0
    expect(await statuses(3, () => login(`user${(n += 1)}@example.com`))).toEqual([200, 200, 429])
  })

  test('of signing in counts per account, wherever from', async () => {
    gw = await startGateway({ RATE_LIMIT_SENSITIVE: '2', TRUST_PROXY: '1' })
    let n = 0
    const attempt = () =>
      login(n % 2 ? 'Ada@Example.com ' : 'ada@example.com', { 'x-forwarded-for': `9.9.9.${(n += 1)}` })
    expect(await statuses(3, attempt)).toEqual([200, 200, 429])
    expect(gw.seen(Login).at(-1)!.call.clientIp).toBe('9.9.9.2')
  })

  test('of deliveries counts per webhook', async () => {
    gw = await startGateway({ RATE_LIMIT_INGRESS: '2' })
    const deliver = (token: string) => gw.fetch(`/webhook/${token}`, { method: 'POST', anonymous: true })
    expect(await statuses(3, () => deliver('a'))).toEqual([200, 200, 429])
    const refused = await deliver('a')
    expect(refused.headers.get('ratelimit-policy')).toBe('"ingress";q=2;w=60')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await deliver('b')).status).toBe(200)
    expect(gw.seen(ReceiveWebhook)).toHaveLength(3)
  })

  test('of 0 is off', async () => {
    gw = await startGateway()
    const response = await gw.fetch('/api/v1/auth/me')
    expect(response.headers.get('ratelimit')).toBeNull()
  })

  test('ignores X-Forwarded-For unless a proxy is trusted', async () => {
    gw = await startGateway({ RATE_LIMIT_SENSITIVE: '1' })
    let n = 0
    const attempt = () => login(`u${n}@example.com`, { 'x-forwarded-for': `9.9.9.${(n += 1)}` })
    expect(await statuses(2, attempt)).toEqual([200, 429])
  })
})

describe('a Redis', () => {
  let server: Server | undefined
  afterEach(() => void server?.close())

  test('that is not there fails no request: limits are counted in memory', async () => {
    gw = await startGateway({ REDIS_URL: 'redis://127.0.0.1:1', RATE_LIMIT_PRINCIPAL: '2' })
    expect(await statuses(3, () => gw.fetch('/api/v1/auth/me'))).toEqual([200, 200, 429])
  })

  test('that accepts and never answers fails no request', async () => {
    server = createServer((socket) => void socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1')
    await new Promise((done) => server!.once('listening', done))
    const { port } = server.address() as AddressInfo
    gw = await startGateway({ REDIS_URL: `redis://127.0.0.1:${port}`, RATE_LIMIT_PRINCIPAL: '2' })
    expect(await statuses(3, () => gw.fetch('/api/v1/auth/me'))).toEqual([200, 200, 429])
  })
})

describe('without a gateway', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('%j is counted as %j', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })

  test('a window starts anew', () => {
    const counter = new WindowCounter(1, 1000)
    expect([counter.take('a', 0), counter.take('a', 400), counter.take('b', 400), counter.take('a', 1000)]).toEqual([
      0, 600, 0, 0,
    ])
  })
})
