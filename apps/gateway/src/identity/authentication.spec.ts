import {
  CheckSession,
  GetJwks,
  ListWorkflows,
  Login,
  ResolveApiKey,
  ResolveMembership,
  roles,
} from '@linkflow/contracts'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Unavailable, newId } from '@linkflow/kernel'
import { SignJWT } from 'jose'
import { body, json, problem, startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'

let gw: TestGateway
beforeEach(async () => {
  gw = await startGateway()
})
afterEach(() => gw.close())

const me = (headers: Record<string, string>) => gw.fetch('/api/v1/auth/me', { anonymous: true, headers })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('an access token', () => {
  test('says who calls; the workspace is the default one', async () => {
    const response = await me(bearer(await gw.token()))
    expect(await body(response)).toMatchObject({ workspaceId: gw.workspaceId, permissions: [...roles.owner] })
  })

  test('is needed', async () => {
    const response = await me({})
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="linkflow"')
    expect(await problem(response)).toMatchObject({
      ...{ status: 401, code: 'auth/unauthenticated', reason: 'missing' },
      detail: 'Send "Authorization: Bearer <access token>" or "X-API-Key: <API key>".',
    })
  })

  test('that has expired, and an API key in its place, are told as such', async () => {
    const expired = await me(bearer(await gw.token({ expiresIn: '-1s' })))
    expect(await problem(expired)).toMatchObject({ status: 401, reason: 'expired' })
    const forged = await me(bearer(await gw.token({ expiresIn: '-1s', key: await gw.addKey('k9', false) })))
    expect(await problem(forged)).not.toHaveProperty('reason')
    expect(await problem(await me(bearer('lf_live_abcdefghijklmnop')))).toMatchObject({ reason: 'api-key-as-token' })
  })

  const wrong: [name: string, token: () => Promise<string> | string][] = [
    ['expired', () => gw.token({ expiresIn: '-1s' })],
    ['of another issuer', () => gw.token({ claims: { iss: 'evil' } })],
    ['for another audience', () => gw.token({ claims: { aud: 'linkflow' } })],
    ['without a session', () => gw.token({ claims: { sid: undefined } })],
    ['with a subject that is no id', () => gw.token({ claims: { sub: 'root' } })],
    ['signed with a foreign key under a known id', async () => gw.token({ key: await gw.addKey('k9', false) })],
    ['of an unknown key', async () => gw.token({ key: await gw.addKey('k8', false), kid: 'k8' })],
    [
      'with a symmetric algorithm',
      () =>
        new SignJWT({ sub: gw.userId, sid: gw.sessionId, iss: 'linkflow', aud: 'linkflow-api' })
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .setExpirationTime('10m')
          .sign(new TextEncoder().encode('k'.repeat(32))),
    ],
    [
      'without a signature',
      async () => {
        const [, payload] = (await gw.token()).split('.')
        return `${Buffer.from('{"alg":"none","kid":"k1"}').toString('base64url')}.${payload}.`
      },
    ],
    ['that is none', () => 'nonsense'],
    ['that was tampered with', async () => `${(await gw.token()).slice(0, -4)}AAAA`],
  ]
  test.each(wrong)('%s is refused', async (_name, token) => {
    expect(await problem(await me(bearer(await token())))).toMatchObject({ status: 401, code: 'auth/unauthenticated' })
  })

  test('another scheme is no token', async () => {
    expect((await me({ authorization: `Basic ${await gw.token()}` })).status).toBe(401)
  })

  test('of a new key makes the gateway fetch the keys, at most once in 10 s', async () => {
    expect((await me(bearer(await gw.token()))).status).toBe(200)
    const token = await gw.token({ key: await gw.addKey('k2'), kid: 'k2' })
    expect((await me(bearer(token))).status).toBe(401)
    expect(gw.seen(GetJwks)).toHaveLength(1)
    gw.advance(11_000)
    expect((await me(bearer(token))).status).toBe(200)
    expect(gw.seen(GetJwks)).toHaveLength(2)
  })

  test('cannot be judged without the auth service: 503, not 401', async () => {
    gw.answer(GetJwks, () => {
      throw Unavailable({ service: 'auth' })
    })
    expect((await me(bearer(await gw.token()))).status).toBe(503)
  })

  test('stops working when its session ends', async () => {
    const token = await gw.token()
    expect((await me(bearer(token))).status).toBe(200)
    gw.sessions.clear()
    expect((await me(bearer(token))).status).toBe(200)
    gw.advance(16_000)
    expect((await me(bearer(token))).status).toBe(401)
  })

  test('is remembered no longer than it lives', async () => {
    const token = await gw.token({ expiresIn: '30s' })
    expect((await me(bearer(token))).status).toBe(200)
    gw.advance(31_000)
    expect((await me(bearer(token))).status).toBe(401)
  })

  test('asks other services once, not with every request', async () => {
    const token = await gw.token()
    await Promise.all(Array.from({ length: 5 }, () => me(bearer(token))))
    await me(bearer(token))
    expect([CheckSession, ResolveMembership, GetJwks].map((contract) => gw.seen(contract).length)).toEqual([1, 1, 1])
  })
})

describe('the workspace', () => {
  test('is named by X-Workspace-Id', async () => {
    const workspaceId = newId()
    gw.members.set(`${gw.userId} ${workspaceId}`, { workspaceId, permissions: roles.viewer })
    const response = await me({ ...bearer(await gw.token()), 'x-workspace-id': workspaceId })
    expect(await body(response)).toMatchObject({ workspaceId, permissions: [...roles.viewer] })
  })

  test('must be a UUID', async () => {
    const response = await me({ ...bearer(await gw.token()), 'x-workspace-id': 'mine' })
    expect(await problem(response)).toMatchObject({ status: 400, errors: [{ code: 'invalid-header' }] })
  })

  test('of others does not exist', async () => {
    const response = await me({ ...bearer(await gw.token()), 'x-workspace-id': newId() })
    expect(await problem(response)).toMatchObject({ status: 404, code: 'workspace/not-found' })
  })

  test('is not needed where any signed-in person may call', async () => {
    gw.members.clear()
    const response = await me(bearer(await gw.token()))
    expect(response.status).toBe(200)
    expect((await body(response)).workspaceId).toBeUndefined()
  })

  test('is needed where a permission is', async () => {
    gw.members.clear()
    expect(await problem(await gw.fetch('/api/v1/workflows'))).toMatchObject({ status: 403, code: 'auth/forbidden' })
  })

  test('gives permissions, without which a call does not leave the gateway', async () => {
    gw.members.set(`${gw.userId} ${gw.workspaceId}`, { workspaceId: gw.workspaceId, permissions: ['workflow:read'] })
    const response = await gw.fetch('/api/v1/workflows')
    expect(await problem(response)).toMatchObject({ status: 403, permission: 'workflow:list' })
    expect(gw.seen(ListWorkflows)).toHaveLength(0)
  })
})

describe('an API key', () => {
  const key = 'flw_live_abc'
  const give = (permissions: string[], workspaceId = gw.workspaceId) =>
    gw.apiKeys.set(key, { apiKeyId: newId(), userId: gw.userId, workspaceId, permissions })

  test('holds what both it and its owner hold', async () => {
    gw.members.set(`${gw.userId} ${gw.workspaceId}`, { workspaceId: gw.workspaceId, permissions: roles.viewer })
    give(['workflow:list', 'workflow:create'])
    expect(await body(await me({ 'x-api-key': key }))).toMatchObject({
      workspaceId: gw.workspaceId,
      permissions: ['workflow:list'],
    })
  })

  test('that is unknown is refused', async () => {
    expect((await me({ 'x-api-key': 'flw_live_nope' })).status).toBe(401)
    expect((await me({ 'x-api-key': 'x'.repeat(300) })).status).toBe(401)
  })

  test('stays in its workspace', async () => {
    give(['workflow:list'])
    expect((await me({ 'x-api-key': key, 'x-workspace-id': gw.workspaceId })).status).toBe(200)
    expect((await me({ 'x-api-key': key, 'x-workspace-id': newId() })).status).toBe(404)
  })

  test('of somebody who left the workspace is worth nothing', async () => {
    give(['workflow:list'])
    gw.members.clear()
    expect((await me({ 'x-api-key': key })).status).toBe(404)
  })

  test('for some addresses is refused from others, also when it is remembered', async () => {
    await gw.close()
    gw = await startGateway({ TRUST_PROXY: '1' })
    give(['workflow:list'])
    gw.apiKeys.get(key)!.allow = ['10.0.0.0/8', '2001:db8::1']
    const from = (address: string) => me({ 'x-api-key': key, 'x-forwarded-for': `10.0.0.1, ${address}` })
    expect((await from('10.9.8.7')).status).toBe(200)
    expect(await problem(await from('192.0.2.1'))).toMatchObject({ status: 401, reason: 'address' })
    expect((await from('2001:db8::1')).status).toBe(200)
    expect((await me({ 'x-api-key': key })).status).toBe(401)
    expect(gw.seen(ResolveApiKey)).toHaveLength(1)
  })

  test('is asked about once in 30 s', async () => {
    give(['workflow:list'])
    await me({ 'x-api-key': key })
    await me({ 'x-api-key': key })
    expect(gw.seen(ResolveApiKey)).toHaveLength(1)
    gw.apiKeys.clear()
    gw.advance(31_000)
    expect((await me({ 'x-api-key': key })).status).toBe(401)
  })
})

test('a public operation does not look at credentials', async () => {
  const login = json({ email: 'a@example.com', password: 'p' }, { headers: { authorization: 'Bearer nonsense' } })
  expect((await gw.fetch('/api/v1/auth/login', { ...login, anonymous: true })).status).toBe(200)
  expect(gw.seen(Login).at(-1)!.call.context!.principal).toEqual({ kind: 'anonymous' })
})
