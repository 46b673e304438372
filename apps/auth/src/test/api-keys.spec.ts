import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  ApiKeyNotFound,
  ApiKeyTooStrong,
  CreateApiKey,
  GetMe,
  ListApiKeys,
  ResolveApiKey,
  RevokeApiKey,
  roles,
} from '@linkflow/contracts'
import type { Permission } from '@linkflow/contracts'
import { Forbidden, InputInvalid, Unauthenticated } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { DAY, MINUTE, TestClock, contextOf, register, refusals, rejected, startAuth } from './harness.js'

const clock = new TestClock()
let services: TestServices
let call: TestServices['call']
beforeAll(async () => {
  services = await startAuth({ clock, env: { LINKFLOW_ENVIRONMENT: 'test' } })
  call = services.call
})
afterAll(() => services.close())

const gateway = contexts.service('gateway')
const given = async () => contextOf(await register(services))
const resolve = (key: string) => call(ResolveApiKey, { key }, gateway)
const isRefused = async (key: string) => Unauthenticated.is(await rejected(resolve(key)))
const after = (ms: number) => new Date(clock.now().getTime() + ms).toISOString()
/** The context the gateway would make for a key. */
const asKey = (ctx: RequestContext, id: string, permissions: readonly string[]): RequestContext => ({
  ...ctx,
  principal: { kind: 'api-key', id, userId: ctx.principal.kind === 'user' ? ctx.principal.id : '' },
  permissions: new Set(permissions),
})

describe('a key', () => {
  test('is shown once and tells whose it is', async () => {
    const ctx = await given()
    const created = await call(CreateApiKey, { name: 'CI', permissions: ['workflow:read'] }, ctx)
    expect(created).toMatchObject({ name: 'CI', permissions: ['workflow:read'] })
    expect(created.key).toMatch(/^lf_test_[0-9A-Za-z]{36}$/)
    expect(created.key.startsWith(created.prefix)).toBe(true)
    expect(created).not.toHaveProperty('expiresAt')
    expect(await resolve(created.key)).toEqual({
      apiKeyId: created.id,
      userId: ctx.principal.kind === 'user' && ctx.principal.id,
      workspaceId: ctx.workspaceId,
      permissions: ['workflow:read'],
    })
    const { items } = await call(ListApiKeys, {}, ctx)
    expect(items).toEqual([{ ...created, key: undefined, lastUsedAt: expect.any(String) }])
    expect(
      JSON.stringify(await services.database.query(`select *, encode(key_hash, 'escape') from auth.api_keys`)),
    ).not.toContain(created.key.slice(-20))
  })

  test('tells who its user is', async () => {
    const ctx = await given()
    const { id } = await call(CreateApiKey, { name: 'CI' }, ctx)
    const me = await call(GetMe, {}, asKey(ctx, id, ['workflow:read']))
    expect(me).toMatchObject({ workspaceId: ctx.workspaceId, permissions: ['workflow:read'] })
    expect(me.user.id).toBe(ctx.principal.kind === 'user' && ctx.principal.id)
  })

  test('holds all of its maker’s permissions unless told, never more', async () => {
    const owner = await given()
    const editor = { ...owner, permissions: new Set<string>(roles.editor) }
    const { permissions } = await call(CreateApiKey, { name: 'all' }, editor)
    expect(new Set(permissions)).toEqual(new Set(roles.editor))
    const asked: Permission[] = ['workflow:read', 'workspace:update']
    const error = await rejected(call(CreateApiKey, { name: 'more', permissions: asked }, editor))
    expect(ApiKeyTooStrong.is(error) && error.params).toEqual({ missing: ['workspace:update'] })
  })

  test('its use is noted once a minute', async () => {
    const ctx = await given()
    const { key } = await call(CreateApiKey, { name: 'CI' }, ctx)
    const lastUsedAt = async () => (await call(ListApiKeys, {}, ctx)).items[0]?.lastUsedAt
    expect(await lastUsedAt()).toBeUndefined()
    await resolve(key)
    const first = await lastUsedAt()
    clock.advance(MINUTE / 2)
    await resolve(key)
    expect(await lastUsedAt()).toBe(first)
    clock.advance(MINUTE)
    await resolve(key)
    expect(Date.parse((await lastUsedAt()) ?? '')).toBeGreaterThan(Date.parse(first ?? ''))
  })
})

describe('the end of a key', () => {
  test('it expires', async () => {
    const ctx = await given()
    const { key, expiresAt } = await call(CreateApiKey, { name: 'CI', expiresAt: after(DAY) }, ctx)
    expect(expiresAt).toBeDefined()
    await resolve(key)
    clock.advance(DAY + 1)
    expect(await isRefused(key)).toBe(true)
  })

  test.each([0, -DAY])('it cannot have expired at birth (%i ms)', async (ms) => {
    const error = await rejected(call(CreateApiKey, { name: 'CI', expiresAt: after(ms) }, await given()))
    expect(InputInvalid.is(error) && error.params.errors).toMatchObject([{ pointer: '/expiresAt' }])
  })

  test('it is revoked, once', async () => {
    const ctx = await given()
    const { id, key } = await call(CreateApiKey, { name: 'CI' }, ctx)
    await call(RevokeApiKey, { apiKeyId: id }, ctx)
    expect(await isRefused(key)).toBe(true)
    expect(ApiKeyNotFound.is(await rejected(call(RevokeApiKey, { apiKeyId: id }, ctx)))).toBe(true)
    expect((await call(ListApiKeys, {}, ctx)).items).toEqual([])
  })

  test.each(['', 'x', 'lf_test_', `lf_test_${'a'.repeat(36)}`])('what is no key is refused: %j', async (key) => {
    expect(await isRefused(key)).toBe(true)
  })

  test('a well-formed key that was never given out is refused', async () => {
    const ctx = await given()
    const { key } = await call(CreateApiKey, { name: 'CI' }, ctx)
    await services.database.query(`delete from auth.api_keys where workspace_id = $1`, [ctx.workspaceId])
    expect(await isRefused(key)).toBe(true)
  })
})

describe('a key made by a key', () => {
  test('does not outlive it', async () => {
    const ctx = await given()
    const maker = await call(CreateApiKey, { name: 'maker', expiresAt: after(DAY) }, ctx)
    const keyCtx = asKey(ctx, maker.id, maker.permissions)
    expect((await call(CreateApiKey, { name: 'child' }, keyCtx)).expiresAt).toBe(maker.expiresAt)
    const longer = await call(CreateApiKey, { name: 'child', expiresAt: after(2 * DAY) }, keyCtx)
    expect(longer.expiresAt).toBe(maker.expiresAt)
    const sooner = after(DAY / 2)
    expect((await call(CreateApiKey, { name: 'child', expiresAt: sooner }, keyCtx)).expiresAt).toBe(sooner)
  })

  test('is not made when it is revoked', async () => {
    const ctx = await given()
    const maker = await call(CreateApiKey, { name: 'maker' }, ctx)
    await call(RevokeApiKey, { apiKeyId: maker.id }, ctx)
    const attempt = call(CreateApiKey, { name: 'child' }, asKey(ctx, maker.id, maker.permissions))
    expect(Unauthenticated.is(await rejected(attempt))).toBe(true)
  })
})

describe('a key for some addresses', () => {
  const allow = ['10.0.0.0/8', '2001:db8::1']

  test('says which, to whoever lists it and to the gateway', async () => {
    const ctx = await given()
    const { key, ...created } = await call(CreateApiKey, { name: 'CI', allow }, ctx)
    expect(created.allow).toEqual(allow)
    expect((await call(ListApiKeys, {}, ctx)).items).toEqual([created])
    expect((await resolve(key)).allow).toEqual(allow)
  })

  test('makes only such as are bound as well', async () => {
    const ctx = await given()
    const maker = await call(CreateApiKey, { name: 'maker', allow }, ctx)
    const keyCtx = asKey(ctx, maker.id, maker.permissions)
    expect((await call(CreateApiKey, { name: 'child' }, keyCtx)).allow).toEqual(allow)
    expect((await call(CreateApiKey, { name: 'child', allow: ['10.1.2.3'] }, keyCtx)).allow).toEqual(['10.1.2.3'])
    const error = await rejected(call(CreateApiKey, { name: 'child', allow: ['10.1.2.3', '0.0.0.0/0'] }, keyCtx))
    expect(InputInvalid.is(error) && error.params.errors).toMatchObject([{ pointer: '/allow/1', code: 'not-held' }])
  })
})

describe('workspaces', () => {
  test('do not see, use up or revoke each other’s keys', async () => {
    const [mine, other] = [await given(), await given()]
    const { id, key } = await call(CreateApiKey, { name: 'CI' }, other)
    expect((await call(ListApiKeys, {}, mine)).items).toEqual([])
    expect(ApiKeyNotFound.is(await rejected(call(RevokeApiKey, { apiKeyId: id }, mine)))).toBe(true)
    await resolve(key)
  })

  test('list their keys newest first, page by page', async () => {
    const ctx = await given()
    const made: string[] = []
    for (let index = 0; index < 5; index++) made.unshift((await call(CreateApiKey, { name: `key ${index}` }, ctx)).id)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await call(ListApiKeys, { limit: 2, cursor }, ctx)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(made)
  })
})

test('who may not, may not', async () => {
  const viewer = contexts.user({ role: 'viewer' })
  for (const error of await refusals([
    call(CreateApiKey, { name: 'CI' }, viewer),
    call(ListApiKeys, {}, viewer),
    call(RevokeApiKey, { apiKeyId: crypto.randomUUID() }, viewer),
    call(ResolveApiKey, { key: 'x' }, viewer),
  ]))
    expect(Forbidden.is(error)).toBe(true)
})
