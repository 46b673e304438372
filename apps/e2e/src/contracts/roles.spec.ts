import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SessionRequired, permissions, roleNames, roles } from '@linkflow/contracts'
import type { Permission, Role } from '@linkflow/contracts'
import { Client, register } from '../client.js'
import type { Account, Reply } from '../client.js'
import { System } from '../system.js'
import { requestOf } from './fixtures.js'
import { addMember } from './members.js'
import { guardedOperations, operations } from './operations.js'
import type { Operation } from './operations.js'
import { send } from './send.js'

let system: System
let ann: Account
const members = new Map<Role, Client>()
const keys = new Map<Permission, Client>()

beforeAll(async () => {
  system = await System.start('standalone', { env: { RATE_LIMIT_PRINCIPAL: '0' } })
  ann = await register(system.url)
  members.set('owner', ann.api)
  for (const role of roleNames)
    if (role !== 'owner') members.set(role, (await addMember(system, ann.workspaceId, role)).api)
  for (const permission of permissions) {
    const { body } = await ann.api.post('/api-keys', { name: permission, permissions: [permission] })
    keys.set(permission, new Client(system.url, { 'x-api-key': body.key }))
  }
})
afterAll(() => system?.stop())

const permissionOf = ({ contract: { access } }: Operation) =>
  access.kind === 'permission' ? access.permission : undefined

/** Whether an operation is for people alone: about an account, or what somebody is told. */
const isPersonal = ({ contract: { problems } }: Operation) => problems.includes(SessionRequired)

/** Whether a reply tells that the caller may; what it may, it may do in vain for a reason the contract declares. */
function expectAdmitted({ contract }: Operation, { status, body }: Reply): void {
  const declared = contract.problems.filter((problem) => ![401, 404].includes(problem.status))
  if (status >= 300) expect(declared.map(({ code }) => code)).toContain(body.code ?? `${status} without a code`)
}

function expectForbidden(operation: Operation, { status, headers, body }: Reply): void {
  expect(body).toMatchObject({ status: 403, code: 'auth/forbidden', permission: permissionOf(operation) })
  expect(status).toBe(403)
  expect(headers.get('content-type')).toContain('application/problem+json')
}

function expectNoKey({ status, body }: Reply): void {
  expect([status, body.code]).toEqual([SessionRequired.status, SessionRequired.code])
}

describe('roles', () => {
  const ofPermission = guardedOperations.filter((operation) => permissionOf(operation))
  test.each(ofPermission.map((operation) => [operation.name, operation] as const))('%s', async (_, operation) => {
    for (const role of roleNames) {
      const held: readonly Permission[] = roles[role]
      const reply = await send(members.get(role)!, await requestOf(operation, ann))
      if (held.includes(permissionOf(operation)!)) expectAdmitted(operation, reply)
      else expectForbidden(operation, reply)
    }
  })
})

describe('API keys with one permission', () => {
  test.each(guardedOperations.map((operation) => [operation.name, operation] as const))('%s', async (_, operation) => {
    const request = await requestOf(operation, ann)
    const needed = permissionOf(operation)
    for (const [permission, client] of keys) {
      if (permission === needed) continue
      // What is admitted may use up what it is about.
      if (needed) expectForbidden(operation, await send(client, request))
      else if (isPersonal(operation)) expectNoKey(await send(client, request))
      else expectAdmitted(operation, await send(client, await requestOf(operation, ann)))
    }
    if (needed) expectAdmitted(operation, await send(keys.get(needed)!, request))
  })
})

describe('operations for every member', () => {
  const open = guardedOperations.filter((operation) => !permissionOf(operation))
  test.each(open.map((operation) => [operation.name, operation] as const))('%s', async (_, operation) => {
    for (const role of roleNames) {
      const { account, api } = await addMember(system, ann.workspaceId, role)
      // What every member may do, they do with what is theirs.
      const own = { ...account, api, workspaceId: ann.workspaceId }
      expectAdmitted(operation, await send(api, await requestOf(operation, own)))
    }
  })
})

test('public operations ask nobody who they are', async () => {
  const anonymous = new Client(system.url)
  for (const operation of operations.filter(({ contract }) => contract.access.kind === 'public')) {
    const { status, body } = await send(anonymous, await requestOf(operation, ann))
    expect([200, 204, 400, 401, 404]).toContain(status)
    if (status === 401) expect(body.code).not.toBe('auth/unauthenticated')
  }
})

test('somebody who belongs to no role of the workspace is told that there is none', async () => {
  const stranger = (await register(system.url)).api.with({ 'x-workspace-id': ann.workspaceId })
  expect(await stranger.get('/workflows')).toMatchObject({ status: 404, body: { code: 'workspace/not-found' } })
})

test('every permission that an operation asks for can be held by a key', async () => {
  const { body } = await ann.api.get('/auth/me')
  expect([...body.permissions].sort()).toEqual([...permissions].sort())
})
