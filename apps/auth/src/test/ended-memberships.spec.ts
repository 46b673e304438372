import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { CreateApiKey, RemoveMember, ResolveApiKey } from '@linkflow/contracts'
import { contexts, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { contextOf, login, newEmail, register, rejected, startAuth } from './harness.js'

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

test('whoever has no workspace left gets a new one when they sign in', async () => {
  const email = newEmail()
  const first = await register(services, email)
  await services.database.query(`delete from workspace.workspaces where workspace_id = $1`, [first.workspace.id])
  const again = await login(services, email)
  expect(again.workspace).toEqual({ id: expect.any(String), name: first.workspace.name })
  expect(again.workspace.id).not.toBe(first.workspace.id)
  expect((await login(services, email)).workspace).toEqual(again.workspace)
})
