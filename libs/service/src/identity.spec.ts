import { beforeAll, describe, expect, test } from '@jest/globals'
import { Unauthenticated, newId } from '@linkflow/kernel'
import type { Principal, RequestContext } from '@linkflow/kernel'
import type { IncomingCall } from '@linkflow/messaging'
import { SignJWT, importJWK } from 'jose'
import { contextOf } from './host.fixture.js'
import { CallIdentity } from './identity.js'
import type { IdentityKeys } from './identity.js'
import { keysOf } from './keys.fixture.js'

let keys: Record<'gateway' | 'execution' | 'webhook' | 'workflow', IdentityKeys>
let workflow: CallIdentity
beforeAll(async () => {
  keys = await keysOf('gateway', 'execution', 'webhook', 'workflow')
  workflow = new CallIdentity('workflow', keys.workflow)
})

function callWith(token: string | undefined, more: Partial<IncomingCall> = {}): IncomingCall {
  const { signal } = new AbortController()
  return { callId: 'c', token, requestId: 'r', deadlineAt: Date.now() + 1000, signal, ...more }
}

const user = { kind: 'user', id: newId(), sessionId: newId() } as const

describe('a context', () => {
  test('arrives as it was sent', async () => {
    const ctx = contextOf(user, ['workflow:read'])
    const token = await new CallIdentity('gateway', keys.gateway).tokenFor(ctx)
    const call = callWith(token, { clientIp: '192.0.2.1', idempotency: { key: 'k', bodyHash: 'h' } })
    expect(await workflow.contextOf(call, 'workflow/do', 'trace')).toEqual({
      principal: ctx.principal,
      workspaceId: ctx.workspaceId,
      permissions: ctx.permissions,
      token,
      requestId: 'r',
      deadlineAt: call.deadlineAt,
      traceparent: 'trace',
      client: { ip: '192.0.2.1', userAgent: undefined },
      idempotency: { contract: 'workflow/do', key: 'k', bodyHash: 'h' },
      signal: call.signal,
    })
  })

  test('is passed on with the token it came with', async () => {
    const ctx = { ...contextOf(user), token: 'as it came' }
    expect(await workflow.tokenFor(ctx)).toBe('as it came')
  })

  test('goes by reference inside one process, and must have been given', async () => {
    const alone = new CallIdentity('workflow')
    const ctx = contextOf(user, ['workflow:read'])
    expect(await alone.tokenFor(ctx)).toBeUndefined()
    const { principal, permissions, token } = await alone.contextOf(
      callWith(undefined, { context: ctx }),
      'workflow/do',
    )
    expect([principal, permissions, token]).toEqual([ctx.principal, ctx.permissions, undefined])
    await expect(alone.contextOf(callWith(undefined), 'workflow/do')).rejects.toThrow(Unauthenticated().message)
  })
})

test('tokens are minted once for a principal, a workspace and its permissions', async () => {
  const gateway = new CallIdentity('gateway', keys.gateway)
  const ctx = contextOf(user, ['workflow:read'])
  const token = await gateway.tokenFor(ctx)
  expect(await gateway.tokenFor({ ...ctx, requestId: newId() })).toBe(token)
  expect(await gateway.tokenFor({ ...ctx, workspaceId: newId() })).not.toBe(token)
  expect(await gateway.tokenFor({ ...ctx, permissions: new Set() })).not.toBe(token)
})

describe('a service speaks', () => {
  const kinds: Record<string, Principal> = {
    user,
    'api-key': { kind: 'api-key', id: newId(), userId: newId() },
    anonymous: { kind: 'anonymous' },
    execution: { kind: 'execution', id: newId() },
    itself: { kind: 'service', id: 'webhook' },
    another: { kind: 'service', id: 'execution' },
  }
  const may: Record<keyof typeof keys & string, string[]> = {
    gateway: ['user', 'api-key', 'anonymous'],
    execution: ['execution', 'another'],
    webhook: ['itself'],
    workflow: [],
  }
  const cases = (['gateway', 'execution', 'webhook', 'workflow'] as const).flatMap((issuer) =>
    Object.keys(kinds).map((kind) => [issuer, kind, may[issuer]!.includes(kind)] as const),
  )

  test.each(cases)('%s for %s: %s', async (issuer, kind, allowed) => {
    const token = await new CallIdentity(issuer, keys[issuer]).tokenFor(contextOf(kinds[kind]!))
    const heard = workflow.contextOf(callWith(token), 'workflow/do')
    if (allowed) expect((await heard).principal).toEqual(kinds[kind])
    else await expect(heard).rejects.toThrow(Unauthenticated().message)
  })
})

describe('a token is refused', () => {
  const good = { principal: user, ws: newId(), perm: [] as string[] }
  interface Forgery {
    kid?: string
    signer?: keyof typeof keys
    audience?: string
    expires?: number
    alg?: string
  }
  const now = () => Math.floor(Date.now() / 1000)

  async function forge({ kid = 'gateway', signer = 'gateway', audience = 'linkflow', expires = now() + 60 }: Forgery) {
    return new SignJWT(good)
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(await importJWK(keys[signer].signingKey, 'EdDSA'))
  }
  const refused = async (token: string | undefined) =>
    expect(await workflow.contextOf(callWith(token), 'workflow/do').catch((error: unknown) => error)).toMatchObject({
      code: 'auth/unauthenticated',
    })

  test('unless it is in order', async () => {
    const { principal } = await workflow.contextOf(callWith(await forge({})), 'workflow/do')
    expect(principal).toEqual(user)
  })

  test.each([
    ['is expired', { expires: 1_000_000_000 }],
    ['is meant for others', { audience: 'elsewhere' }],
    ['names the key of another', { signer: 'webhook' }],
    ['names a key nobody knows', { kid: 'stranger' }],
  ] satisfies [string, Forgery][])('that %s', async (_, forgery) => refused(await forge(forgery)))

  test('that is none, is changed, or is signed by nothing', async () => {
    await refused(undefined)
    await refused('')
    await refused('x.y.z')
    const [header, body, signature] = (await forge({})).split('.')
    const other = Buffer.from(JSON.stringify({ ...good, perm: ['workflow:delete'], aud: 'linkflow', exp: now() + 60 }))
    await refused(`${header}.${other.toString('base64url')}.${signature}`)
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: 'gateway' })).toString('base64url')
    await refused(`${none}.${body}.`)
  })

  test('that never ends', async () => {
    const endless = await new SignJWT(good)
      .setProtectedHeader({ alg: 'EdDSA', kid: 'gateway' })
      .setAudience('linkflow')
      .sign(await importJWK(keys.gateway.signingKey, 'EdDSA'))
    await refused(endless)
  })
})

test('a context of its own names the service', () => {
  const workspaceId = newId()
  const ctx: RequestContext = workflow.serviceContext({ workspaceId, traceparent: 't' })
  expect(ctx).toMatchObject({ principal: { kind: 'service', id: 'workflow' }, workspaceId, traceparent: 't' })
  expect(ctx.permissions.size).toBe(0)
})
