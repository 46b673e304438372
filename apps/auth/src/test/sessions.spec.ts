import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CheckSession,
  GetJwks,
  GetMe,
  Logout,
  Refresh,
  RefreshTokenInvalid,
  SessionRequired,
} from '@linkflow/contracts'
import { Forbidden, Unauthenticated } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { StartError } from '@linkflow/postgres'
import { contexts } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { createLocalJWKSet, jwtVerify } from 'jose'
import type { JSONWebKeySet } from 'jose'
import { auth } from '../index.js'
import {
  DAY,
  TestClock,
  claimsOf,
  contextOf,
  login,
  newEmail,
  privateKey,
  register,
  rejected,
  startAuth,
} from './harness.js'

const clock = new TestClock()
let services: TestServices
beforeAll(async () => {
  services = await startAuth({ clock })
})
afterAll(() => services.close())

const anonymous = contexts.anonymous()
const refresh = (refreshToken: string) => services.call(Refresh, { refreshToken }, anonymous)
const isActive = async (accessToken: string) =>
  (await services.call(CheckSession, { sessionId: String(claimsOf(accessToken).sid) }, contexts.service('gateway')))
    .active
const isInvalid = async (refreshToken: string) => RefreshTokenInvalid.is(await rejected(refresh(refreshToken)))

describe('access tokens', () => {
  test('verify with the published keys and say who, for five minutes', async () => {
    const { accessToken, expiresIn, user } = await register(services)
    const jwks = (await services.call(GetJwks, {}, anonymous)) as unknown as JSONWebKeySet
    const { payload, protectedHeader } = await jwtVerify(accessToken, createLocalJWKSet(jwks), {
      algorithms: ['EdDSA'],
      issuer: 'linkflow',
      audience: 'linkflow-api',
      currentDate: clock.now(),
    })
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', kid: 'new' })
    expect(payload).toMatchObject({ sub: user.id, sid: expect.any(String) })
    expect(expiresIn).toBe(300)
    expect(Number(payload.exp) - Number(payload.iat)).toBe(300)
  })

  test('all keys are published and no private half is', async () => {
    const { keys } = await services.call(GetJwks, {}, anonymous)
    expect(keys.map(({ kid }) => kid)).toEqual(['new', 'old'])
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  })
})

describe('refresh tokens', () => {
  test('are exchanged one after the other within the same session', async () => {
    const first = await register(services)
    const second = await refresh(first.refreshToken)
    const third = await refresh(second.refreshToken)
    expect(new Set([first, second, third].map((tokens) => tokens.refreshToken)).size).toBe(3)
    expect(claimsOf(third.accessToken)).toMatchObject({ sub: first.user.id, sid: claimsOf(first.accessToken).sid })
    expect(await isActive(third.accessToken)).toBe(true)
  })

  test.each([1, 3])('a token used again after %i more exchanges ends the session for both', async (exchanges) => {
    const first = await register(services)
    let latest = first.refreshToken
    for (let done = 0; done < exchanges; done++) latest = (await refresh(latest)).refreshToken
    expect(await isInvalid(first.refreshToken)).toBe(true)
    expect(await isActive(first.accessToken)).toBe(false)
    expect(await isInvalid(latest)).toBe(true)
    const [row] = await services.database.query(`select revoked_for from auth.sessions where user_id = $1`, [
      first.user.id,
    ])
    expect(row).toEqual({ revoked_for: 'reuse' })
  })

  test('of ten exchanges of one token at once, at most one succeeds', async () => {
    const { refreshToken } = await register(services)
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => refresh(refreshToken)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('another session of the same person goes on', async () => {
    const email = newEmail()
    const here = await register(services, email)
    const there = await login(services, email)
    await refresh(here.refreshToken)
    await rejected(refresh(here.refreshToken))
    expect(await isActive(there.accessToken)).toBe(true)
    expect(await refresh(there.refreshToken)).toBeDefined()
  })

  test('invented ones end no session, even with the session’s half of the bytes unknown', async () => {
    const { refreshToken, accessToken } = await register(services)
    const bytes = Buffer.from(refreshToken.slice(4), 'base64url')
    const stranger = Buffer.concat([Buffer.alloc(32, 7), bytes.subarray(32)]).toString('base64url')
    for (const invented of ['x', 'lfr_', `lfr_${stranger}`, `${refreshToken.slice(0, -4)}`])
      expect(await isInvalid(invented)).toBe(true)
    expect(await isActive(accessToken)).toBe(true)
  })

  test('are not in the database', async () => {
    const { refreshToken } = await register(services)
    const rows = await services.database.query(
      `select encode(family_hash, 'hex') || encode(token_hash, 'hex') as text from auth.sessions`,
    )
    const bytes = Buffer.from(refreshToken.slice(4), 'base64url')
    for (const half of [bytes.subarray(0, 32), bytes.subarray(32)])
      expect(JSON.stringify(rows)).not.toContain(half.toString('hex'))
  })
})

describe('the end of a session', () => {
  test('logout ends it and nobody else’s', async () => {
    const mine = await register(services)
    const other = await register(services)
    await services.call(Logout, {}, contextOf(mine))
    await services.call(Logout, {}, contextOf(mine))
    expect(await isActive(mine.accessToken)).toBe(false)
    expect(await isInvalid(mine.refreshToken)).toBe(true)
    expect(await isActive(other.accessToken)).toBe(true)
  })

  test('an API key has none that could be ended', async () => {
    const mine = await register(services)
    const asKey: RequestContext = {
      ...contextOf(mine),
      principal: { kind: 'api-key', id: mine.user.id, userId: mine.user.id },
    }
    await expect(services.call(Logout, {}, asKey)).rejects.toThrow(SessionRequired().message)
    expect(await isActive(mine.accessToken)).toBe(true)
  })

  test('a session named with another’s user stays', async () => {
    const mine = await register(services)
    const other = await register(services)
    const { sid } = claimsOf(other.accessToken)
    await services.call(
      Logout,
      {},
      { ...contextOf(mine), principal: { kind: 'user', id: mine.user.id, sessionId: String(sid) } },
    )
    expect(await isActive(other.accessToken)).toBe(true)
  })

  test('it is over when unused for 30 days; use prolongs it', async () => {
    const email = newEmail()
    const idle = await register(services, email)
    const used = await login(services, email)
    clock.advance(29 * DAY)
    const prolonged = await refresh(used.refreshToken)
    clock.advance(2 * DAY)
    expect(await isActive(idle.accessToken)).toBe(false)
    expect(await isInvalid(idle.refreshToken)).toBe(true)
    expect(await isActive(used.accessToken)).toBe(true)
    expect(await refresh(prolonged.refreshToken)).toBeDefined()
    await login(services, email)
    expect(
      await services.database.query(`select 1 from auth.sessions where user_id = $1`, [idle.user.id]),
    ).toHaveLength(2)
  })

  test('an unknown session is not active, and only the gateway asks', async () => {
    const sessionId = crypto.randomUUID()
    expect(await services.call(CheckSession, { sessionId }, contexts.service('gateway'))).toEqual({ active: false })
    const error = await rejected(services.call(CheckSession, { sessionId }, contexts.user()))
    expect(Forbidden.is(error)).toBe(true)
  })
})

test('who is not a user is not told who they are', async () => {
  for (const ctx of [anonymous, contexts.user()])
    expect(Unauthenticated.is(await rejected(services.call(GetMe, {}, ctx)))).toBe(true)
})

describe('the configuration', () => {
  const key = privateKey('a')
  test.each([
    [undefined, 'Give a JWKS'],
    ['{', 'not JSON'],
    ['{}', 'keys'],
    ['{"keys":[]}', 'keys'],
    [JSON.stringify({ keys: [key, key] }), 'same kid'],
    [JSON.stringify({ keys: [{ ...key, d: undefined }] }), 'keys.0.d'],
    [JSON.stringify({ keys: [{ ...key, crv: 'P-256' }] }), 'keys.0.crv'],
    [JSON.stringify({ keys: [{ ...key, x: privateKey('b').x }] }), 'not a valid pair'],
  ])('keys %#: the service does not start', async (keys, message) => {
    const host = services.host('auth')
    const env = { ...host.env, LINKFLOW_AUTH_KEYS: keys }
    const error = await rejected(auth.start(Object.create(host, { env: { value: env } })))
    expect(error).toBeInstanceOf(StartError)
    expect(String(error)).toContain(message)
    expect(String(error)).not.toContain(key.d)
  })
})
