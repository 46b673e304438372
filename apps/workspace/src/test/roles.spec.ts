import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  ChangeMemberRole,
  CreateInvitation,
  CreateRole,
  DeleteRole,
  ListRoles,
  ListWorkspaces,
  MAX_ROLES,
  ResolveMembership,
  RevokeInvitation,
  RoleInUse,
  RoleNameTaken,
  RoleNotFound,
  RoleTooStrong,
  RoleUnknown,
  RolesFull,
  UpdateRole,
  ViewInvitation,
  WorkspaceNotFound,
  roleNames,
  roles,
} from '@linkflow/contracts'
import type { Permission } from '@linkflow/contracts'
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

const permissions: Permission[] = ['workflow:list', 'workflow:read']
const givenRole = (name = 'Reader', ctx = acme.ctx, held = permissions) =>
  call(CreateRole, { id: acme.id, name, permissions: held }, ctx)
const listed = async () => (await call(ListRoles, { id: acme.id }, acme.ctx)).items
const membershipOf = (userId: string) =>
  call(ResolveMembership, { userId, workspaceId: acme.id }, contexts.service('gateway'))

describe('a role of the workspace', () => {
  test('is made of permissions and listed after the built-in ones', async () => {
    const role = await givenRole('Reader', acme.ctx, [...permissions, 'workflow:read'])
    expect(role).toEqual({ id: expect.any(String), name: 'Reader', permissions, builtIn: false })
    const all = await listed()
    expect(all.map(({ name }) => name)).toEqual([...roleNames, 'Reader'])
    expect(all[1]).toEqual({ id: 'admin', name: 'admin', permissions: [...roles.admin], builtIn: true })
  })

  test('is what its members hold, at once also when it changes', async () => {
    const { id: role } = await givenRole()
    const { userId } = await givenMember(started, acme, role)
    expect(await membershipOf(userId)).toMatchObject({ role, permissions })
    const { items } = await call(ListWorkspaces, {}, contexts.signedIn(userId))
    expect(items).toEqual([expect.objectContaining({ id: acme.id, role })])
    const changed = await call(UpdateRole, { id: acme.id, roleId: role, permissions: ['workflow:list'] }, acme.ctx)
    expect(changed).toMatchObject({ name: 'Reader', permissions: ['workflow:list'] })
    expect(await membershipOf(userId)).toMatchObject({ permissions: ['workflow:list'] })
  })

  test('is told by its name to who is invited', async () => {
    const { id: role } = await givenRole()
    const email = `${newId()}@example.org`
    await call(CreateInvitation, { id: acme.id, email, role }, acme.ctx)
    expect(started.standIns.mails.at(-1)?.variables).toMatchObject({ role: 'Reader' })
    const shown = await call(ViewInvitation, { token: started.standIns.tokenFor(email) }, contexts.anonymous())
    expect(shown.roleName).toBe('Reader')
  })

  test('is not stronger than who makes, changes, gives or deletes it', async () => {
    const admin = await givenMember(started, acme, 'admin')
    const strong: Permission[] = ['billing:manage']
    const { id: roleId } = await givenRole('Strong', acme.ctx, strong)
    const { id: weakId } = await givenRole('Weak')
    const bob = await givenMember(started, acme, 'viewer')
    const id = acme.id
    for (const error of await refusals([
      givenRole('Mine', admin.ctx, strong),
      call(UpdateRole, { id, roleId: weakId, permissions: strong }, admin.ctx),
      call(UpdateRole, { id, roleId, permissions }, admin.ctx),
      call(DeleteRole, { id, roleId }, admin.ctx),
      call(CreateInvitation, { id, email: 'x@example.org', role: roleId }, admin.ctx),
      call(ChangeMemberRole, { id, userId: bob.userId, role: roleId }, admin.ctx),
    ])) {
      expect(RoleTooStrong.is(error)).toBe(true)
      expect(error).toMatchObject({ params: { missing: strong } })
    }
    expect(await givenRole('Mine', admin.ctx)).toMatchObject({ name: 'Mine' })
  })

  test('has a name of its own, in whichever letters', async () => {
    const { id: roleId } = await givenRole()
    const { id } = acme
    const other = await givenRole('Other')
    for (const error of await refusals([
      givenRole('reader'),
      givenRole('OWNER'),
      call(UpdateRole, { id, roleId: other.id, name: 'READER' }, acme.ctx),
    ]))
      expect(RoleNameTaken.is(error)).toBe(true)
    expect((await call(UpdateRole, { id, roleId, name: 'READER' }, acme.ctx)).name).toBe('READER')
  })

  test('is not deleted while somebody has it or is offered it', async () => {
    const { id: role } = await givenRole()
    const { id } = acme
    const drop = () => call(DeleteRole, { id, roleId: role }, acme.ctx)
    const bob = await givenMember(started, acme, role)
    const invitation = await call(CreateInvitation, { id, email: `${newId()}@example.org`, role }, acme.ctx)
    expect(RoleInUse.is(await rejected(drop()))).toBe(true)
    await call(ChangeMemberRole, { id, userId: bob.userId, role: 'viewer' }, acme.ctx)
    expect(RoleInUse.is(await rejected(drop()))).toBe(true)
    await call(RevokeInvitation, { id, invitationId: invitation.id }, acme.ctx)
    await drop()
    expect(RoleNotFound.is(await rejected(drop()))).toBe(true)
    expect(await listed()).toHaveLength(roleNames.length)
  })

  test('given and deleted at once is one or the other, never a role that is not there', async () => {
    const bob = await givenMember(started, acme, 'viewer')
    for (let round = 0; round < 5; round++) {
      const { id: role } = await givenRole()
      const [given, deleted] = await refusals([
        call(ChangeMemberRole, { id: acme.id, userId: bob.userId, role }, acme.ctx),
        call(DeleteRole, { id: acme.id, roleId: role }, acme.ctx),
      ])
      expect([given, deleted].filter((error) => error === undefined)).toHaveLength(1)
      expect(RoleUnknown.is(given) || RoleInUse.is(deleted)).toBe(true)
      await call(ChangeMemberRole, { id: acme.id, userId: bob.userId, role: 'viewer' }, acme.ctx)
      await rejected(call(DeleteRole, { id: acme.id, roleId: role }, acme.ctx))
    }
  })

  test('there are not too many, also at once', async () => {
    const errors = await refusals(Array.from({ length: MAX_ROLES + 2 }, (_, index) => givenRole(`Role ${index}`)))
    expect(errors.filter((error) => error === undefined)).toHaveLength(MAX_ROLES)
    expect(errors.filter(RolesFull.is)).toHaveLength(2)
  })
})

test('a permission that LinkFlow knows no more opens nothing', async () => {
  const { id: role } = await givenRole()
  const { userId } = await givenMember(started, acme, role)
  await started.services.database.query(
    `update workspace.roles set permissions = '{workflow:read,moon:fly}' where id = $1`,
    [role],
  )
  expect(await membershipOf(userId)).toMatchObject({ permissions: ['workflow:read'] })
})

test('roles of another workspace are not there, and editors make none', async () => {
  const { id: roleId } = await givenRole()
  const other = await givenWorkspace(started)
  for (const error of await refusals([
    givenRole('Mine', other.ctx),
    call(ListRoles, { id: acme.id }, other.ctx),
    call(UpdateRole, { id: acme.id, roleId, name: 'X' }, other.ctx),
    call(DeleteRole, { id: acme.id, roleId }, other.ctx),
  ]))
    expect(WorkspaceNotFound.is(error)).toBe(true)
  for (const error of await refusals([
    call(UpdateRole, { id: other.id, roleId, name: 'X' }, other.ctx),
    call(DeleteRole, { id: other.id, roleId }, other.ctx),
  ]))
    expect(RoleNotFound.is(error)).toBe(true)
  const email = 'x@example.org'
  expect(RoleUnknown.is(await rejected(call(CreateInvitation, { id: other.id, email, role: roleId }, other.ctx)))).toBe(
    true,
  )
  const editor = contexts.user({ workspaceId: acme.id, role: 'editor' })
  expect(Forbidden.is(await rejected(givenRole('Mine', editor)))).toBe(true)
})
