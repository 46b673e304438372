import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  AcceptInvitation,
  AlreadyOwner,
  ChangeMemberRole,
  CreateInvitation,
  CreateRole,
  DeleteRole,
  InvitationInvalid,
  LastOwner,
  LeaveWorkspace,
  ListMembers,
  MemberNotFound,
  MemberRemoved,
  OwnersOnly,
  RemoveMember,
  ResendInvitation,
  ResolveMembership,
  RevokeInvitation,
  RoleTooStrong,
  SessionRequired,
  TransferOwnership,
  UpdateRole,
  WorkspaceNotFound,
} from '@linkflow/contracts'
import { Forbidden, newId } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
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
})

type Ctx = Given['ctx']
const setRole = (ctx: Ctx, userId: string, role: 'owner' | 'admin' | 'viewer') =>
  call(ChangeMemberRole, { id: acme.id, userId, role }, ctx)
const remove = (ctx: Ctx, userId: string) => call(RemoveMember, { id: acme.id, userId }, ctx)
const leave = (ctx: Ctx) => call(LeaveWorkspace, { id: acme.id }, ctx)
const transfer = (ctx: Ctx, userId: string) => call(TransferOwnership, { id: acme.id, userId }, ctx)
const rolesNow = async () =>
  Object.fromEntries(
    (await call(ListMembers, { id: acme.id }, acme.ctx)).items.map(({ userId, role }) => [userId, role]),
  )

describe('who is not any more what they were when the call began', () => {
  const attempts = (ctx: Ctx, roleId: string, { userId, invitationId }: { userId: string; invitationId: string }) => [
    call(CreateInvitation, { id: acme.id, email: `${newId()}@example.org`, role: 'admin' }, ctx),
    call(ResendInvitation, { id: acme.id, invitationId }, ctx),
    call(RevokeInvitation, { id: acme.id, invitationId }, ctx),
    call(CreateRole, { id: acme.id, name: 'mine', permissions: ['workflow:read'] }, ctx),
    call(UpdateRole, { id: acme.id, roleId, name: 'mine' }, ctx),
    call(DeleteRole, { id: acme.id, roleId }, ctx),
    setRole(ctx, userId, 'viewer'),
    remove(ctx, userId),
  ]

  test('gives and takes nothing, and what they offered goes with them', async () => {
    const admin = await givenMember(started, acme, 'admin')
    const bob = await givenMember(started, acme, 'viewer')
    const { userId, email } = started.standIns.account()
    const mine = { id: acme.id, email, role: 'admin' } as const
    await call(CreateInvitation, mine, admin.ctx)
    const { id: invitationId } = await call(
      CreateInvitation,
      { id: acme.id, email: `${newId()}@example.org`, role: 'viewer' },
      acme.ctx,
    )
    const role = await call(CreateRole, { id: acme.id, name: 'readers', permissions: ['workflow:read'] }, acme.ctx)
    const at = { userId: bob.userId, invitationId }

    await setRole(acme.ctx, admin.userId, 'viewer')
    for (const error of await refusals(attempts(admin.ctx, role.id, at))) expect(Forbidden.is(error)).toBe(true)
    await remove(acme.ctx, admin.userId)
    for (const error of await refusals(attempts(admin.ctx, role.id, at))) expect(WorkspaceNotFound.is(error)).toBe(true)
    const token = started.standIns.tokenFor(email)
    const late = await rejected(call(AcceptInvitation, { token }, contexts.signedIn(userId)))
    expect(InvitationInvalid.is(late)).toBe(true)
  })
})

describe('the role of a member', () => {
  test('is changed by whoever holds what it held and will hold', async () => {
    const admin = await givenMember(started, acme, 'admin')
    const bob = await givenMember(started, acme, 'editor')
    expect(await setRole(admin.ctx, bob.userId, 'admin')).toMatchObject({ userId: bob.userId, role: 'admin' })
    const gateway = contexts.service('gateway')
    expect(await call(ResolveMembership, { userId: bob.userId, workspaceId: acme.id }, gateway)).toMatchObject({
      role: 'admin',
    })
    const weak = { ...admin.ctx, permissions: new Set(['member:update', 'member:remove']) }
    for (const error of await refusals([setRole(weak, bob.userId, 'viewer'), remove(weak, bob.userId)]))
      expect(RoleTooStrong.is(error)).toBe(true)
  })

  test('an admin neither makes nor unmakes owners, whatever they were before', async () => {
    const admin = await givenMember(started, acme, 'admin')
    const bob = await givenMember(started, acme, 'editor')
    const stale = contexts.user({ userId: admin.userId, workspaceId: acme.id, role: 'owner' })
    for (const ctx of [admin.ctx, stale])
      for (const error of await refusals([
        setRole(ctx, bob.userId, 'owner'),
        setRole(ctx, acme.userId, 'viewer'),
        remove(ctx, acme.userId),
      ]))
        expect(OwnersOnly.is(error)).toBe(true)
    expect(await rolesNow()).toEqual({ [acme.userId]: 'owner', [admin.userId]: 'admin', [bob.userId]: 'editor' })
  })

  test('is nothing to an editor, nor to those of another workspace', async () => {
    const editor = await givenMember(started, acme, 'editor')
    for (const error of await refusals([setRole(editor.ctx, acme.userId, 'viewer'), remove(editor.ctx, acme.userId)]))
      expect(Forbidden.is(error)).toBe(true)
    const other = await givenWorkspace(started)
    for (const error of await refusals([
      setRole(other.ctx, editor.userId, 'viewer'),
      remove(other.ctx, editor.userId),
      transfer(other.ctx, editor.userId),
      leave(other.ctx),
    ]))
      expect(WorkspaceNotFound.is(error)).toBe(true)
    const input = { id: other.id, userId: editor.userId }
    for (const error of await refusals([
      call(ChangeMemberRole, { ...input, role: 'viewer' }, other.ctx),
      call(RemoveMember, input, other.ctx),
      call(TransferOwnership, input, other.ctx),
    ]))
      expect(MemberNotFound.is(error)).toBe(true)
  })
})

describe('the last owner', () => {
  test('cannot leave, be removed or be demoted', async () => {
    await givenMember(started, acme, 'admin')
    const { userId, ctx } = acme
    for (const error of await refusals([leave(ctx), remove(ctx, userId), setRole(ctx, userId, 'admin')]))
      expect(LastOwner.is(error)).toBe(true)
    expect(await setRole(ctx, userId, 'owner')).toMatchObject({ role: 'owner' })
  })

  test('is left, when all owners go at once in every way there is', async () => {
    const owners = [acme.ctx]
    for (let index = 0; index < 5; index++) owners.push((await givenMember(started, acme, 'owner')).ctx)
    const idOf = ({ principal }: Ctx) => (principal.kind === 'user' ? principal.id : '')
    const errors = await refusals(
      owners.map((ctx, index) =>
        [() => leave(ctx), () => remove(ctx, idOf(ctx)), () => setRole(ctx, idOf(ctx), 'viewer')][index % 3]!(),
      ),
    )
    expect(errors.filter((error) => error === undefined)).toHaveLength(5)
    expect(errors.filter(LastOwner.is)).toHaveLength(1)
    expect(Object.values(await rolesNow()).filter((role) => role === 'owner')).toHaveLength(1)
  })

  test('hands the workspace over and is an admin then; of two successors at once one is', async () => {
    const [bob, cid] = [await givenMember(started, acme), await givenMember(started, acme)]
    const errors = await refusals([transfer(acme.ctx, bob.userId), transfer(acme.ctx, cid.userId)])
    expect(errors.filter((error) => error === undefined)).toHaveLength(1)
    expect(errors.filter(OwnersOnly.is)).toHaveLength(1)
    expect(Object.values(await rolesNow()).sort()).toEqual(['admin', 'editor', 'owner'])
  })

  test('hands it over in person, to a member who is no owner', async () => {
    const key = { ...acme.ctx, principal: { kind: 'api-key', id: newId(), userId: acme.userId } as const }
    for (const error of await refusals([call(TransferOwnership, { id: acme.id, userId: newId() }, key), leave(key)]))
      expect(SessionRequired.is(error)).toBe(true)
    expect(AlreadyOwner.is(await rejected(transfer(acme.ctx, acme.userId)))).toBe(true)
    expect(MemberNotFound.is(await rejected(transfer(acme.ctx, newId())))).toBe(true)
  })
})

describe('a membership that ends', () => {
  test.each([
    ['removed', (userId: string) => remove(acme.ctx, userId)],
    ['gone', (userId: string) => leave(contexts.user({ userId, workspaceId: acme.id, role: 'editor' }))],
  ])('is %s: nothing is resolved any more, and the others are told', async (_, end) => {
    const { userId } = await givenMember(started, acme)
    await end(userId)
    const resolve = call(ResolveMembership, { userId, workspaceId: acme.id }, contexts.service('gateway'))
    expect(WorkspaceNotFound.is(await rejected(resolve))).toBe(true)
    const events = await started.services.database.query<{ data: Buffer }>(
      `select data from workspace.outbox where workspace_id = $1 and subject like $2`,
      [acme.id, `${MemberRemoved.subject}.%`],
    )
    expect(events.map(({ data }) => JSON.parse(data.toString()).userId)).toEqual([userId])
    expect((await rejected(end(userId))) instanceof Error).toBe(true)
  })
})
