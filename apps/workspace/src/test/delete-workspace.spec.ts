import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import {
  DeleteWorkspace,
  GetWorkspace,
  OwnersOnly,
  ResolveMembership,
  SessionRequired,
  SubscriptionRuns,
  WorkspaceNameWrong,
  WorkspaceNotFound,
} from '@linkflow/contracts'
import { Forbidden, newId } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { givenMember, givenWorkspace, refusals, rejected, startWorkspace } from './harness.js'
import type { Given, Started } from './harness.js'

let started: Started
let call: TestServices['call']
let acme: Given
beforeAll(async () => {
  started = await startWorkspace()
  call = started.call
})
afterAll(() => started?.services.close())
beforeEach(async () => {
  acme = await givenWorkspace(started)
  started.standIns.isBilled = false
})

const remove = (ctx = acme.ctx, name = 'Acme', id = acme.id) => call(DeleteWorkspace, { id, name }, ctx)

test('a deleted workspace is nobody’s any more, its events are erased, and its neighbour stays', async () => {
  const other = await givenWorkspace(started, 'Other')
  const bob = await givenMember(started, acme)
  await remove()
  const gateway = contexts.service('gateway')
  for (const userId of [acme.userId, bob.userId])
    expect(
      WorkspaceNotFound.is(await rejected(call(ResolveMembership, { userId, workspaceId: acme.id }, gateway))),
    ).toBe(true)
  const { database } = started.services
  const tables = ['workspaces', 'workspace_members', 'invitations', 'roles', 'outbox', 'event_sequences']
  const counted = tables.map((table) => `(select count(*) from workspace.${table} where workspace_id = $1)`).join(' + ')
  await until('nothing is left', async () => {
    const [row] = await database.query<{ n: number }>(`select (${counted})::int as n`, [acme.id])
    return row?.n === 0
  })
  expect(await call(GetWorkspace, { id: other.id }, other.ctx)).toMatchObject({ name: 'Other' })
})

test('only an owner does it, in person, by its name', async () => {
  const admin = await givenMember(started, acme, 'admin')
  const stale = contexts.user({ userId: admin.userId, workspaceId: acme.id, role: 'owner' })
  const key = { ...acme.ctx, principal: { kind: 'api-key', id: newId(), userId: acme.userId } as const }
  const other = await givenWorkspace(started)
  const [byAdmin, byStale, byKey, byOther, wrong] = await refusals([
    remove(admin.ctx),
    remove(stale),
    remove(key),
    remove(other.ctx),
    remove(acme.ctx, 'acme'),
  ])
  expect(Forbidden.is(byAdmin)).toBe(true)
  expect(OwnersOnly.is(byStale)).toBe(true)
  expect(SessionRequired.is(byKey)).toBe(true)
  expect(WorkspaceNotFound.is(byOther)).toBe(true)
  expect(WorkspaceNameWrong.is(wrong)).toBe(true)
  expect(await call(GetWorkspace, { id: acme.id }, acme.ctx)).toMatchObject({ name: 'Acme' })
})

test('not while it is paid for', async () => {
  started.standIns.isBilled = true
  expect(SubscriptionRuns.is(await rejected(remove()))).toBe(true)
  started.standIns.isBilled = false
  await remove()
})
