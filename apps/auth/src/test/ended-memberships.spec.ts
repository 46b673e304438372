import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { CreateApiKey, RemoveMember, ResolveApiKey } from '@linkflow/contracts'
import { contexts, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { contextOf, register, rejected, startAuth } from './harness.js'

let services: TestServices
beforeAll(async () => {
  services = await startAuth()
})
afterAll(() => services?.close())

test('keys of who is removed end in that workspace, and nowhere else', async () => {
  const { call, database } = services
  const [ann, bob] = [contextOf(await register(services)), contextOf(await register(services))]
  const userId = bob.principal.kind === 'user' ? bob.principal.id : ''
  const there = { ...bob, workspaceId: ann.workspaceId }
  await database.query(
    `insert into workspace.workspace_members values ($1, $2, 'b@example.org', 'B', 'editor', now())`,
    [ann.workspaceId, userId],
  )
  const keyIn = async (ctx: typeof bob) => (await call(CreateApiKey, { name: 'CI' }, ctx)).key
  const [hers, his, own] = [await keyIn(ann), await keyIn(there), await keyIn(bob)]
  await call(RemoveMember, { id: ann.workspaceId, userId }, ann)
  const resolve = (key: string) => rejected(call(ResolveApiKey, { key }, contexts.service('gateway')))
  await until('the key has ended', async () => (await resolve(his)) !== undefined)
  expect([await resolve(hers), await resolve(own)]).toEqual([undefined, undefined])
})
