import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, register } from '../client.js'
import type { Account, Reply } from '../client.js'
import { System } from '../system.js'
import { requestOf } from './fixtures.js'
import type { Request } from './fixtures.js'
import { forgeTokens } from './forged-tokens.js'
import type { ForgedTokens } from './forged-tokens.js'
import { addMember } from './members.js'
import { guardedOperations } from './operations.js'
import { send } from './send.js'

/** How long the gateway may believe what it knew of a session or a key, in milliseconds. */
const CACHED_MS = 60_000

const dataDir = mkdtempSync(join(tmpdir(), 'linkflow-tokens-'))
let system: System
let ann: Account
let anonymous: Client
let forged: ForgedTokens
let requests: [name: string, request: Request][]

beforeAll(async () => {
  system = await System.start('standalone', { env: { RATE_LIMIT_PRINCIPAL: '0', LINKFLOW_DATA_DIR: dataDir } })
  ann = await register(system.url)
  anonymous = new Client(system.url)
  const { authKeys } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'))
  const { body } = await anonymous.get(`${system.url}/.well-known/jwks.json`)
  forged = await forgeTokens(ann.token, body.keys[0], authKeys.keys[0])
  requests = []
  for (const operation of guardedOperations) requests.push([operation.name, await requestOf(operation, ann)])
})
afterAll(async () => {
  await system?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

function expectUnauthenticated(what: string, { status, headers, body }: Reply): void {
  expect([what, status, body.code]).toEqual([what, 401, 'auth/unauthenticated'])
  expect(headers.get('www-authenticate')).toMatch(/^Bearer /)
  expect(headers.get('content-type')).toContain('application/problem+json')
  expect(body).toMatchObject({
    type: expect.stringMatching(/^https:/),
    title: expect.any(String),
    detail: expect.any(String),
    instance: expect.any(String),
  })
}

async function expectRefusedEverywhere(what: string, headers: Record<string, string>): Promise<void> {
  const client = new Client(system.url, headers)
  for (const [name, request] of requests) expectUnauthenticated(`${name} with ${what}`, await send(client, request))
}

test('a token signed like the forged ones, but right, opens', async () => {
  const { status } = await anonymous.with({ authorization: `Bearer ${forged.right}` }).get('/auth/me')
  expect(status).toBe(200)
})

const names = guardedOperations.map(({ name }, index) => [name, index] as const)
test.each(names)('%s without a valid credential', async (name, index) => {
  const request = requests[index]![1]
  expectUnauthenticated(name, await send(anonymous, request))
  for (const authorization of ['', 'Bearer', 'Bearer ', 'Basic YW5uOmFubg==', `Token ${ann.token}`, ann.token])
    expectUnauthenticated(`${name} with "${authorization}"`, await send(anonymous.with({ authorization }), request))
  for (const [what, token] of Object.entries(forged.wrong))
    expectUnauthenticated(
      `${name} with ${what}`,
      await send(anonymous.with({ authorization: `Bearer ${token}` }), request),
    )
})

describe('API keys', () => {
  test('malformed, unknown or with a bad checksum open nothing', async () => {
    const { body } = await ann.api.post('/api-keys', { name: 'Good' })
    const good = body.key as string
    const last = good.at(-1) === '0' ? '1' : '0'
    const bad = {
      'no key': '',
      'no shape of a key': 'key',
      'a key cut short': good.slice(0, -1),
      'a key with a bad checksum': good.slice(0, -1) + last,
      'a key with another random part': good.replace(/[0-9A-Za-z]{6}(?=[0-9A-Za-z]{20}$)/, 'aaaaaa'),
      'a key in other letters': good.toUpperCase(),
      'a key and more': `${good}, ${good}`,
      'a very long key': 'x'.repeat(4000),
      'an access token': ann.token,
      SQL: `lf_live_' or '1'='1`,
    }
    for (const [what, key] of Object.entries(bad)) await expectRefusedEverywhere(what, { 'x-api-key': key })
    await expectRefusedEverywhere('a key as a bearer token', { authorization: `Bearer ${good}` })
    const still = await new Client(system.url, { 'x-api-key': good }).get('/auth/me')
    expect(still.status).toBe(200)
  })

  test('a good key beside a bad token counts, a bad key beside a good token does not', async () => {
    const { body } = await ann.api.post('/api-keys', { name: 'Good' })
    const both = await anonymous.with({ 'x-api-key': body.key, authorization: 'Bearer x' }).get('/auth/me')
    expect(both.status).toBe(200)
    expectUnauthenticated('bad key', await ann.api.with({ 'x-api-key': 'lf_live_x' }).get('/auth/me'))
  })

  test('an expired key opens nothing', async () => {
    const { body } = await ann.api.post('/api-keys', { name: 'Old', expiresAt: '2099-01-01T00:00:00Z' })
    await system.database.query(`update auth.api_keys set expires_at = now() - interval '1 s' where id = $1`, [body.id])
    await expectRefusedEverywhere('an expired key', { 'x-api-key': body.key })
  })
})

describe('what was taken back ends within the cache time', () => {
  test(
    'sessions, keys, and permissions of a key whose maker lost theirs',
    async () => {
      const session = await register(system.url)
      const { body: key } = await ann.api.post('/api-keys', { name: 'Short-lived' })
      const editor = await addMember(system, ann.workspaceId, 'editor')
      const { body: editorsKey } = await editor.api.post('/api-keys', { name: 'Strong' })
      const byKey = new Client(system.url, { 'x-api-key': key.key })
      const byEditorsKey = new Client(system.url, { 'x-api-key': editorsKey.key })
      const create = () => byEditorsKey.post('/workflows', { name: 'X', nodes: [], connections: [] })
      const before = [await session.api.get('/auth/me'), await byKey.get('/auth/me'), await create()]
      expect(before.map(({ status }) => status)).toEqual([200, 200, 201])

      expect((await session.api.post('/auth/logout')).status).toBe(204)
      expect((await ann.api.delete(`/api-keys/${key.id}`)).status).toBe(204)
      await system.database.query(`update workspace.workspace_members set role = 'viewer' where user_id = $1`, [
        editor.account.userId,
      ])

      const ended = async (client: Client) => (await client.get('/auth/me')).status === 401
      await until('the session has ended', () => ended(session.api), CACHED_MS)
      await until('the key has ended', () => ended(byKey), CACHED_MS)
      await until('the key is as weak as its maker', async () => (await create()).status === 403, CACHED_MS)
      await expectRefusedEverywhere('a session that was ended', { authorization: `Bearer ${session.token}` })
      await expectRefusedEverywhere('a key that was revoked', { 'x-api-key': key.key })
      const refreshed = await anonymous.post('/auth/refresh', { refreshToken: session.refreshToken })
      expect(refreshed).toMatchObject({ status: 401, body: { code: 'auth/refresh-token-invalid' } })
    },
    2 * CACHED_MS,
  )

  test('a refresh token used twice ends its session', async () => {
    const session = await register(system.url)
    const first = await anonymous.post('/auth/refresh', { refreshToken: session.refreshToken })
    expect(first.status).toBe(200)
    const [again] = [await anonymous.post('/auth/refresh', { refreshToken: session.refreshToken })]
    expect(again).toMatchObject({ status: 401, body: { code: 'auth/refresh-token-invalid' } })
    const next = await anonymous.post('/auth/refresh', { refreshToken: first.body.refreshToken })
    expect(next.status).toBe(401)
  })
})
