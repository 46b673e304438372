import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CreateCredential, CredentialNotFound, ReleaseCredential } from '@linkflow/contracts'
import { Forbidden, InternalError, newId } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { CANARY, create, execution, nodeUse, rejected, startCredential } from './harness.js'

let services: TestServices
let call: TestServices['call']
beforeAll(async () => {
  services = await startCredential()
  call = services.call
})
afterAll(() => services.close())

const release = (credentialId: string, workspaceId: string, types: string[] = []) =>
  call(ReleaseCredential, { credentialId, types, use: nodeUse() }, execution(workspaceId))

const releasesOf = (credentialId: string) =>
  services.database.query(
    `select use, execution_id, node_id, attempt, webhook_id, released_to from credential.credential_releases
     where credential_id = $1 order by released_at`,
    [credentialId],
  )

describe('a release', () => {
  test('gives an execution the secret with the way to send it, and is recorded', async () => {
    const { workspaceId, ...ctx } = contexts.user()
    const { id } = await create(services, { workspaceId, ...ctx })
    const caller = execution(workspaceId)
    const use = nodeUse()
    expect(await call(ReleaseCredential, { credentialId: id, types: ['header'], use }, caller)).toEqual({
      type: 'header',
      data: { name: 'X-API-Key', value: CANARY },
      authenticate: { headers: { '{{name}}': '{{value}}' } },
    })
    expect(await releasesOf(id)).toEqual([
      {
        use: 'node-execution',
        execution_id: use.executionId,
        node_id: 'http',
        attempt: 1,
        webhook_id: null,
        released_to: caller.principal.kind === 'execution' && `execution:${caller.principal.id}`,
      },
    ])
  })

  test('gives a webhook the key of its signatures', async () => {
    const ctx = contexts.user()
    const { id } = await call(CreateCredential, { name: 'hmac', type: 'generic', data: { secret: CANARY } }, ctx)
    const use = { kind: 'webhook' as const, webhookId: newId() }
    const caller = contexts.service('webhook', ctx.workspaceId)
    expect(await call(ReleaseCredential, { credentialId: id, types: ['generic'], use }, caller)).toEqual({
      type: 'generic',
      data: { secret: CANARY },
    })
    expect(await releasesOf(id)).toMatchObject([
      { use: 'webhook', webhook_id: use.webhookId, execution_id: null, released_to: 'service:webhook' },
    ])
  })

  test('is refused for a type the use does not accept, and leaves no record', async () => {
    const { workspaceId, ...ctx } = contexts.user()
    const { id } = await create(services, { workspaceId, ...ctx })
    expect(CredentialNotFound.is(await rejected(release(id, workspaceId, ['basic', 'bearer'])))).toBe(true)
    expect(await releasesOf(id)).toEqual([])
    expect((await release(id, workspaceId, ['basic', 'header'])).type).toBe('header')
  })

  test('needs a workspace', async () => {
    const { id } = await create(services, contexts.user())
    const input = { credentialId: id, types: [], use: nodeUse() }
    const error = await rejected(call(ReleaseCredential, input, contexts.service('execution')))
    expect(CredentialNotFound.is(error)).toBe(true)
  })

  test('is for executions and webhooks alone', async () => {
    const owner = contexts.user()
    const { id } = await create(services, owner)
    for (const ctx of [
      owner,
      contexts.service('gateway', owner.workspaceId),
      contexts.service('node', owner.workspaceId),
    ]) {
      const attempt = call(ReleaseCredential, { credentialId: id, types: [], use: nodeUse() }, ctx)
      expect(Forbidden.is(await rejected(attempt))).toBe(true)
    }
    expect(await releasesOf(id)).toEqual([])
  })
})

describe('whoever can write the database', () => {
  const SEALED = 'algorithm, key_id, wrapped_key, iv, tag, ciphertext'
  const cannotOpen = async (id: string, workspaceId: string) => {
    expect(InternalError.is(await rejected(release(id, workspaceId)))).toBe(true)
    expect(await releasesOf(id)).toEqual([])
  }

  test('cannot open a secret in another workspace by moving it there', async () => {
    const [mine, theirs] = [contexts.user(), contexts.user()]
    const [own, other] = [await create(services, mine), await create(services, theirs, 'theirs', 'their secret')]
    await services.database.query(
      `update credential.credentials c set (${SEALED}) = (select ${SEALED} from credential.credentials where id = $2) where id = $1`,
      [own.id, other.id],
    )
    await cannotOpen(own.id, mine.workspaceId)
    expect((await release(other.id, theirs.workspaceId)).data.value).toBe('their secret')
  })

  test('cannot give a whole row to another workspace', async () => {
    const [mine, theirs] = [contexts.user(), contexts.user()]
    const { id } = await create(services, theirs)
    await services.database.query(`update credential.credentials set workspace_id = $2 where id = $1`, [
      id,
      mine.workspaceId,
    ])
    await cannotOpen(id, mine.workspaceId)
  })

  test.each([
    `ciphertext = set_byte(ciphertext, 0, get_byte(ciphertext, 0) # 1)`,
    `tag = set_byte(tag, 0, get_byte(tag, 0) # 1)`,
    `tag = substring(tag for 4)`,
    `wrapped_key = set_byte(wrapped_key, 40, get_byte(wrapped_key, 40) # 1)`,
    `version = version + 1`,
    `type = 'bearer'`,
    `algorithm = 'none'`,
    `key_id = 'k0'`,
  ])('cannot change it: %s', async (change) => {
    const { workspaceId, ...ctx } = contexts.user()
    const { id } = await create(services, { workspaceId, ...ctx })
    await services.database.query(`update credential.credentials set ${change} where id = $1`, [id])
    await cannotOpen(id, workspaceId)
  })
})
