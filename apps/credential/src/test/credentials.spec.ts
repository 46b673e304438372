import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CreateCredential,
  CredentialNotFound,
  CredentialTypeUnknown,
  CREDENTIAL_CHANGED,
  DeleteCredential,
  FindCredentials,
  GetCredential,
  ListCredentialTypes,
  ListCredentials,
  ReleaseCredential,
} from '@linkflow/contracts'
import { Forbidden, IdempotencyConflict, InputInvalid, newId } from '@linkflow/kernel'
import { schemaDifferences } from '@linkflow/postgres'
import { contexts } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { Client } from 'pg'
import { credentialSchema } from '../index.js'
import { CANARY, create, execution, nodeUse, refusals, rejected, startCredential } from './harness.js'

let services: TestServices
let call: TestServices['call']
beforeAll(async () => {
  services = await startCredential()
  call = services.call
})
afterAll(() => services.close())

describe('storing a credential', () => {
  test('shows what is no secret and nothing else', async () => {
    const ctx = contexts.user()
    const created = await create(services, ctx)
    expect(created).toMatchObject({ name: 'API', type: 'header', fields: { name: 'X-API-Key' } })
    const got = await call(GetCredential, { credentialId: created.id }, ctx)
    const { items } = await call(ListCredentials, {}, ctx)
    expect(got).toEqual(created)
    expect(items).toEqual([created])
    expect(JSON.stringify([created, got, items])).not.toContain(CANARY)
  })

  test('leaves the secret in no column of no table', async () => {
    const ctx = contexts.user({ idempotency: { contract: '', key: newId(), bodyHash: 'h' } })
    const { id } = await create(services, ctx)
    await call(ReleaseCredential, { credentialId: id, types: [], use: nodeUse() }, execution(ctx.workspaceId))
    const tables = await services.database.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'credential'`,
    )
    expect(tables.map(({ name }) => name)).toContain('credential_releases')
    for (const { name } of tables) {
      const text = JSON.stringify(await services.database.query(`select t::text as row from credential.${name} t`))
      for (const encoding of ['utf8', 'hex', 'base64', 'base64url'] as const)
        expect(text).not.toContain(Buffer.from(CANARY).toString(encoding))
    }
  })

  test('a repeat with the same Idempotency-Key gets the first answer; another body does not', async () => {
    const ctx = contexts.user({ idempotency: { contract: '', key: newId(), bodyHash: 'one' } })
    const answers = await Promise.all(Array.from({ length: 5 }, () => create(services, ctx)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const { items } = await call(ListCredentials, {}, ctx)
    expect(items).toEqual([answers[0]])
    const changed = { ...ctx, idempotency: { ...ctx.idempotency!, bodyHash: 'two' } }
    expect(IdempotencyConflict.is(await rejected(create(services, changed)))).toBe(true)
  })

  test('an unknown type is told with those that are known', async () => {
    const error = await rejected(call(CreateCredential, { name: 'x', type: 'oauth', data: {} }, contexts.user()))
    expect(CredentialTypeUnknown.is(error) && error.params.known).toContain('bearer')
  })

  test.each([
    [{}, ['/data/name', '/data/value']],
    [{ name: 'X-API-Key', value: CANARY, other: CANARY }, ['/data/other']],
    [{ name: 'no header', value: `${CANARY}\r\nX: y` }, ['/data/name', '/data/value']],
  ])('wrong fields are pointed at (%#)', async (data, pointers) => {
    const input = { name: 'x', type: 'header', data: data as Record<string, string> }
    const error = await rejected(call(CreateCredential, input, contexts.user()))
    expect(InputInvalid.is(error) && error.params.errors.map(({ pointer }) => pointer)).toEqual(pointers)
    expect(JSON.stringify(InputInvalid.is(error) && error.toDocument())).not.toContain(CANARY)
  })

  test('equal secrets do not show as equal', async () => {
    const ctx = contexts.user()
    const [a, b] = [await create(services, ctx), await create(services, ctx)]
    expect(a.fingerprint).not.toBe(b.fingerprint)
  })
})

describe('listing', () => {
  test('newest first, page by page, of one type if asked', async () => {
    const ctx = contexts.user()
    const made: string[] = []
    for (let index = 0; index < 5; index++) made.unshift((await create(services, ctx, `key ${index}`)).id)
    const input = { name: 'token', type: 'bearer', data: { token: CANARY } }
    const bearer = await call(CreateCredential, input, ctx)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await call(ListCredentials, { type: 'header', limit: 2, cursor }, ctx)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(made)
    expect((await call(ListCredentials, { type: 'bearer' }, ctx)).items).toEqual([bearer])
    expect((await call(ListCredentials, { type: 'none' }, ctx)).items).toEqual([])
    expect(InputInvalid.is(await rejected(call(ListCredentials, { cursor: 'x' }, ctx)))).toBe(true)
  })

  test('the types say which fields are secret and how they are sent', async () => {
    const { items } = await call(ListCredentialTypes, {}, contexts.user())
    expect(items.map(({ type }) => type)).toEqual(['header', 'basic', 'bearer', 'generic'])
    expect(items[0]).toMatchObject({
      fields: [
        { name: 'name', secret: false },
        { name: 'value', secret: true },
      ],
      authenticate: { headers: { '{{name}}': '{{value}}' } },
    })
  })
})

test('a deleted credential is gone, and those who keep it for a while are told', async () => {
  const ctx = contexts.user()
  const { id } = await create(services, ctx)
  let tell = (_data: unknown): void => undefined
  const told = new Promise<unknown>((resolve) => (tell = resolve))
  const subscription = services.transport.subscribeLive(CREDENTIAL_CHANGED, (_subject, data) => tell(data))
  await subscription.ready
  await call(DeleteCredential, { credentialId: id }, ctx)
  expect(await told).toEqual({ credentialId: id })
  await subscription.close()
  for (const error of await refusals([
    call(DeleteCredential, { credentialId: id }, ctx),
    call(GetCredential, { credentialId: id }, ctx),
    call(ReleaseCredential, { credentialId: id, types: [], use: nodeUse() }, execution(ctx.workspaceId)),
  ]))
    expect(CredentialNotFound.is(error)).toBe(true)
})

test('workflows are told which credentials there are, whatever their author may see', async () => {
  const [ctx, other] = [contexts.user(), contexts.user()]
  const [mine, theirs] = [await create(services, ctx), await create(services, other)]
  const ask = { ids: [mine.id, theirs.id, newId(), 'no id', mine.id] }
  const asking = contexts.service('workflow', ctx.workspaceId)
  expect(await call(FindCredentials, ask, asking)).toEqual({ items: [{ id: mine.id, type: 'header' }] })
  expect(Forbidden.is(await rejected(call(FindCredentials, ask, ctx)))).toBe(true)
})

describe('another workspace', () => {
  test('has no such credential, whatever is asked of it', async () => {
    const owner = contexts.user()
    const { id } = await create(services, owner)
    const other = contexts.user()
    for (const error of await refusals([
      call(GetCredential, { credentialId: id }, other),
      call(DeleteCredential, { credentialId: id }, other),
      call(ReleaseCredential, { credentialId: id, types: [], use: nodeUse() }, execution(other.workspaceId)),
    ]))
      expect(CredentialNotFound.is(error)).toBe(true)
    expect((await call(ListCredentials, {}, other)).items).toEqual([])
    expect((await call(GetCredential, { credentialId: id }, owner)).id).toBe(id)
  })

  test('is out of reach of the service’s role itself', async () => {
    const { workspaceId } = contexts.user()
    await create(services, contexts.user())
    const client = new Client({ connectionString: services.database.urlOf('credential') })
    await client.connect()
    try {
      await client.query(`select set_config('app.workspace_id', $1, false)`, [workspaceId])
      for (const table of ['credentials', 'credential_releases', 'key_checks'])
        expect((await client.query(`select * from credential.${table}`)).rows).toEqual([])
      expect((await client.query(`delete from credential.credentials`)).rowCount).toBe(0)
    } finally {
      await client.end()
    }
  })
})

test('a viewer sees names and may not store or delete', async () => {
  const owner = contexts.user()
  const { id } = await create(services, owner)
  const viewer = contexts.user({ workspaceId: owner.workspaceId, role: 'viewer' })
  expect((await call(ListCredentials, {}, viewer)).items).toHaveLength(1)
  for (const error of await refusals([create(services, viewer), call(DeleteCredential, { credentialId: id }, viewer)]))
    expect(Forbidden.is(error)).toBe(true)
})

test('the database is what the migrations made of it', async () => {
  expect(await schemaDifferences(services.database.adminUrl, credentialSchema)).toEqual([])
})
