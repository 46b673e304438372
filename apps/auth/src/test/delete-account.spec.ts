import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import {
  CloseAccount,
  CheckSession,
  CreateApiKey,
  CredentialsWrong,
  DeleteAccount,
  PasswordWrong,
  ResolveApiKey,
  SessionRequired,
  SoleOwner,
  SubscriptionRuns,
} from '@linkflow/contracts'
import { Unauthenticated, newId } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { PASSWORD, contextOf, login, newEmail, register, rejected, startAuth } from './harness.js'

type Context = ReturnType<typeof contextOf>

let services: TestServices
let call: TestServices['call']
let isBilled: boolean
beforeAll(async () => {
  services = await startAuth()
  call = services.call
  await services.transport.serve(CloseAccount.subject, 'billing', async () => ({ isBilled }), CloseAccount)
})
afterAll(() => services?.close())
beforeEach(() => {
  isBilled = false
})

const gateway = contexts.service('gateway')
const idOf = ({ principal }: Context) => (principal.kind === 'user' ? principal.id : '')
const sessionIdOf = ({ principal }: Context) => (principal.kind === 'user' ? principal.sessionId : '')
const remove = (ctx: Context, password = PASSWORD) => call(DeleteAccount, { password }, ctx)
const join = (ctx: Context, workspaceId: string, role: string, email = newEmail()) =>
  services.database.query(`insert into workspace.workspace_members values ($1, $2, $3, 'B', $4, now())`, [
    workspaceId,
    idOf(ctx),
    email,
    role,
  ])
async function count(table: string, condition: string, value: string): Promise<number> {
  const [row] = await services.database.query<{ n: number }>(
    `select count(*)::int as n from ${table} where ${condition} = $1`,
    [value],
  )
  return row?.n ?? 0
}

test('sessions and keys end, memberships too, and a workspace without anybody goes', async () => {
  const email = newEmail()
  const [ann, bob] = [contextOf(await register(services, email)), contextOf(await register(services))]
  await join(ann, bob.workspaceId, 'editor', email)
  const keys: string[] = []
  for (const workspaceId of [ann.workspaceId, bob.workspaceId])
    keys.push((await call(CreateApiKey, { name: 'CI' }, { ...ann, workspaceId })).key)
  await login(services, email)
  await remove(ann)

  expect(await call(CheckSession, { sessionId: sessionIdOf(ann) }, gateway)).toEqual({ active: false })
  for (const key of keys) expect(Unauthenticated.is(await rejected(call(ResolveApiKey, { key }, gateway)))).toBe(true)
  expect(CredentialsWrong.is(await rejected(login(services, email)))).toBe(true)
  for (const table of ['auth.sessions', 'auth.api_keys', 'auth.mailed_tokens', 'workspace.workspace_members'])
    expect([table, await count(table, 'user_id', idOf(ann))]).toEqual([table, 0])
  expect(await count('workspace.workspaces', 'workspace_id', ann.workspaceId)).toBe(0)
  expect(await count('workspace.workspaces', 'workspace_id', bob.workspaceId)).toBe(1)
  // The address is free again.
  expect((await register(services, email)).user.id).not.toBe(idOf(ann))
})

test('only in person, and with the password', async () => {
  const ann = contextOf(await register(services))
  expect(PasswordWrong.is(await rejected(remove(ann, 'not it')))).toBe(true)
  const key: Context = { ...ann, principal: { kind: 'api-key', id: newId(), userId: idOf(ann) } }
  expect(SessionRequired.is(await rejected(remove(key)))).toBe(true)
  expect(await count('auth.users', 'id', idOf(ann))).toBe(1)
})

test('not while others would be left without an owner; nothing happens then', async () => {
  const registered = await register(services)
  const [ann, bob] = [contextOf(registered), contextOf(await register(services))]
  await join(bob, ann.workspaceId, 'admin')
  await join(ann, bob.workspaceId, 'viewer')
  const error = await rejected(remove(ann))
  const { id, name } = registered.workspace
  expect(SoleOwner.is(error) && error.params).toEqual({ workspaces: [{ id, name }] })
  expect(await count('workspace.workspace_members', 'user_id', idOf(ann))).toBe(2)
  await services.database.query(
    `update workspace.workspace_members set role = 'owner' where workspace_id = $1 and user_id = $2`,
    [id, idOf(bob)],
  )
  await remove(ann)
  expect(await count('workspace.workspace_members', 'workspace_id', id)).toBe(1)
})

test('not while a workspace that goes with it is paid for', async () => {
  const ann = contextOf(await register(services))
  isBilled = true
  expect(SubscriptionRuns.is(await rejected(remove(ann)))).toBe(true)
  isBilled = false
  await remove(ann)
})

test('of two owners who go at once one stays, or the workspace goes with the last', async () => {
  const [ann, bob] = [contextOf(await register(services)), contextOf(await register(services))]
  await join(bob, ann.workspaceId, 'owner')
  await Promise.all([remove(ann), remove(bob)])
  expect(await count('workspace.workspaces', 'workspace_id', ann.workspaceId)).toBe(0)
})

test('a deletion that was interrupted is finished by a repeat', async () => {
  const ann = contextOf(await register(services))
  // As a crash between the two steps leaves it.
  await services.database.query(`delete from workspace.workspaces where workspace_id = $1`, [ann.workspaceId])
  await remove(ann)
  expect(await count('auth.users', 'id', idOf(ann))).toBe(0)
  expect(Unauthenticated.is(await rejected(remove(ann)))).toBe(true)
})

test('who was added somewhere before everybody had heard is removed there as well', async () => {
  const { database } = services
  const [ann, bob] = [contextOf(await register(services)), contextOf(await register(services))]
  await remove(ann)
  await join(ann, bob.workspaceId, 'editor')
  // The event once more, sent with the next one.
  await database.query(
    `insert into auth.outbox (id, workspace_id, subject, key, key_seq, data, headers)
     select gen_random_uuid(), workspace_id, subject, key, key_seq + 1, data, headers from auth.outbox where key = $1`,
    [idOf(ann)],
  )
  await remove(contextOf(await register(services)))
  await until('the membership has ended', async () => {
    return (await count('workspace.workspace_members', 'user_id', idOf(ann))) === 0
  })
  expect(await count('workspace.workspaces', 'workspace_id', bob.workspaceId)).toBe(1)
})

test('invitations to them and by them are withdrawn', async () => {
  const email = newEmail()
  const [ann, bob] = [contextOf(await register(services, email)), contextOf(await register(services))]
  const invite = (invitedBy: string, address: string) =>
    services.database.query(
      `insert into workspace.invitations values ($1, gen_random_uuid(), $2, 'viewer', sha256(convert_to($2, 'UTF8')), $3,
         now(), now() + interval '1 day')`,
      [bob.workspaceId, address, invitedBy],
    )
  await invite(idOf(bob), email)
  await invite(idOf(ann), newEmail())
  await invite(idOf(bob), newEmail())
  await remove(ann)
  expect(await count('workspace.invitations', 'workspace_id', bob.workspaceId)).toBe(1)
  await until('everybody has heard', async () => {
    const [row] = await services.database.query<{ n: number }>(
      `select count(*)::int as n from auth.outbox where sent_at is null`,
    )
    return row?.n === 0
  })
})
