import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CreateWorkspace,
  GetWorkspace,
  ListMembers,
  ListWorkspaces,
  RenameWorkspace,
  ResolveMembership,
  WorkspaceNotFound,
  roles,
} from '@linkflow/contracts'
import type { Role } from '@linkflow/contracts'
import { Forbidden, InputInvalid, Unauthenticated, newId } from '@linkflow/kernel'
import { schemaDifferences } from '@linkflow/postgres'
import { contexts, startServices } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { Client } from 'pg'
import { workspace, workspaceSchema } from '../index.js'

let services: TestServices
let call: TestServices['call']
beforeAll(async () => {
  services = await startServices([workspace])
  call = services.call
})
afterAll(() => services.close())

const auth = contexts.service('auth')
const gateway = contexts.service('gateway')

async function givenWorkspace(name = 'Acme') {
  const id = newId()
  const userId = newId()
  await call(CreateWorkspace, { id, name, owner: { userId, email: `${userId}@example.org`, name: 'Ada' } }, auth)
  return { id, userId, ctx: contexts.user({ userId, workspaceId: id }) }
}

const addMember = (workspaceId: string, userId: string, role: Role, joinedAt: string) =>
  services.database.query(`insert into workspace.workspace_members values ($1, $2, $3, 'Member', $4, $5)`, [
    workspaceId,
    userId,
    `${userId}@example.org`,
    role,
    joinedAt,
  ])

const rejected = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

/** What calls made at once were refused with. */
const refusals = (promises: Promise<unknown>[]) => Promise.all(promises.map(rejected))

describe('making a workspace', () => {
  test('ten equal calls at once make one workspace with one owner', async () => {
    const input = { id: newId(), name: 'Acme', owner: { userId: newId(), email: 'a@example.org', name: 'Ada' } }
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(CreateWorkspace, input, auth)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const members = await call(ListMembers, { id: input.id }, contexts.user({ workspaceId: input.id }))
    expect(members).toEqual({
      items: [
        {
          permissions: [...roles.owner],
          userId: input.owner.userId,
          email: 'a@example.org',
          name: 'Ada',
          role: 'owner',
          joinedAt: answers[0]?.createdAt,
        },
      ],
    })
  })

  test('a repeat with other members changes nothing', async () => {
    const { id, userId, ctx } = await givenWorkspace('First')
    const again = { id, name: 'Second', owner: { userId: newId(), email: 'x@example.org', name: 'X' } }
    expect(await call(CreateWorkspace, again, auth)).toMatchObject({ id, name: 'First' })
    expect((await call(ListMembers, { id }, ctx)).items.map((member) => member.userId)).toEqual([userId])
  })

  test.each([
    ['a person', contexts.user()],
    ['the gateway', gateway],
    ['an execution', contexts.execution(newId(), newId())],
  ])('%s may not', async (_, ctx) => {
    const input = { id: newId(), name: 'Acme', owner: { userId: newId(), email: 'a@example.org', name: 'Ada' } }
    expect(Forbidden.is(await rejected(call(CreateWorkspace, input, ctx)))).toBe(true)
  })
})

describe('the workspace of the call', () => {
  test('is read and renamed', async () => {
    const { id, ctx } = await givenWorkspace()
    const renamed = await call(RenameWorkspace, { id, name: '  Better  ' }, ctx)
    expect(renamed.name).toBe('Better')
    expect(await call(GetWorkspace, { id }, ctx)).toEqual(renamed)
  })

  test('another one does not exist, whatever is asked of it', async () => {
    const mine = await givenWorkspace()
    const other = await givenWorkspace('Other')
    const { id } = other
    for (const error of await refusals([
      call(GetWorkspace, { id }, mine.ctx),
      call(RenameWorkspace, { id, name: 'Taken over' }, mine.ctx),
      call(ListMembers, { id }, mine.ctx),
    ]))
      expect(WorkspaceNotFound.is(error)).toBe(true)
    expect((await call(GetWorkspace, { id }, other.ctx)).name).toBe('Other')
  })

  test('one that was never made is not found', async () => {
    const ctx = contexts.user()
    const attempts = [
      call(GetWorkspace, { id: ctx.workspaceId }, ctx),
      call(RenameWorkspace, { id: ctx.workspaceId, name: 'x' }, ctx),
    ]
    for (const error of await refusals(attempts)) expect(WorkspaceNotFound.is(error)).toBe(true)
  })

  test('an editor may not rename it', async () => {
    const { id, userId } = await givenWorkspace()
    const editor = contexts.user({ userId, workspaceId: id, role: 'editor' })
    expect(Forbidden.is(await rejected(call(RenameWorkspace, { id, name: 'x' }, editor)))).toBe(true)
  })

  test.each([[''], [' '], ['x'.repeat(129)]])('refuses the name %j', async (name) => {
    const { id, ctx } = await givenWorkspace()
    expect(InputInvalid.is(await rejected(call(RenameWorkspace, { id, name }, ctx)))).toBe(true)
  })
})

describe('members', () => {
  test('are listed page by page in the order they joined', async () => {
    const { id, userId, ctx } = await givenWorkspace()
    const later = Array.from({ length: 4 }, () => newId())
    // Two joined in the same instant: the cursor must tell them apart.
    for (const [index, member] of later.entries())
      await addMember(id, member, 'viewer', `2099-01-0${Math.max(index, 1)}T00:00:00.000Z`)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await call(ListMembers, { id, limit: 2, cursor }, ctx)
      seen.push(...page.items.map((member) => member.userId))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual([userId, ...later])
  })

  test.each(['nonsense', Buffer.from('["2020-01-01","x"]').toString('base64url')])(
    'cursor %s is refused',
    async (cursor) => {
      const { id, ctx } = await givenWorkspace()
      expect(InputInvalid.is(await rejected(call(ListMembers, { id, cursor }, ctx)))).toBe(true)
    },
  )
})

describe('memberships', () => {
  test.each(Object.keys(roles) as Role[])('%s holds the permissions of the role', async (role) => {
    const { id } = await givenWorkspace('Acme')
    const userId = newId()
    await addMember(id, userId, role, '2024-01-01T00:00:00Z')
    expect(await call(ResolveMembership, { userId, workspaceId: id }, gateway)).toEqual({
      workspaceId: id,
      name: 'Acme',
      role,
      permissions: [...roles[role]],
    })
  })

  test('the first workspace joined is the one when none is named', async () => {
    const first = await givenWorkspace('First')
    const second = await givenWorkspace('Second')
    await addMember(second.id, first.userId, 'viewer', '2099-01-01T00:00:00Z')
    expect(await call(ResolveMembership, { userId: first.userId }, auth)).toMatchObject({ workspaceId: first.id })
    const { items } = await call(ListWorkspaces, {}, contexts.signedIn(first.userId))
    expect(items.map(({ id, name, role }) => ({ id, name, role }))).toEqual([
      { id: first.id, name: 'First', role: 'owner' },
      { id: second.id, name: 'Second', role: 'viewer' },
    ])
  })

  test('who does not belong is told that there is no such workspace', async () => {
    const { id } = await givenWorkspace()
    for (const input of [{ userId: newId(), workspaceId: id }, { userId: newId() }])
      expect(WorkspaceNotFound.is(await rejected(call(ResolveMembership, input, gateway)))).toBe(true)
  })

  test('an API key learns of its own workspace only', async () => {
    const first = await givenWorkspace()
    const second = await givenWorkspace()
    await addMember(second.id, first.userId, 'viewer', '2099-01-01T00:00:00Z')
    const key = {
      ...contexts.user({ workspaceId: second.id }),
      principal: { kind: 'api-key', id: newId(), userId: first.userId } as const,
    }
    expect((await call(ListWorkspaces, {}, key)).items.map((item) => item.id)).toEqual([second.id])
  })

  test('nobody asks for others’ memberships', async () => {
    expect(Forbidden.is(await rejected(call(ResolveMembership, { userId: newId() }, contexts.user())))).toBe(true)
    expect(Unauthenticated.is(await rejected(call(ListWorkspaces, {}, contexts.anonymous())))).toBe(true)
  })
})

describe('the database', () => {
  test('shows the service’s role no row without a workspace, and lets it write none of another', async () => {
    const { id } = await givenWorkspace()
    const client = new Client({ connectionString: services.database.urlOf('workspace') })
    await client.connect()
    try {
      for (const table of ['workspaces', 'workspace_members'])
        expect((await client.query(`select * from workspace.${table}`)).rows).toEqual([])
      await client.query(`select set_config('app.workspace_id', $1, false)`, [newId()])
      expect(
        (await client.query(`update workspace.workspaces set name = 'x' where workspace_id = $1`, [id])).rowCount,
      ).toBe(0)
      await expect(client.query(`insert into workspace.workspaces values ($1, 'x', now())`, [newId()])).rejects.toThrow(
        'row-level security',
      )
    } finally {
      await client.end()
    }
  })

  test('is what the migrations made of it', async () => {
    expect(await schemaDifferences(services.database.adminUrl, workspaceSchema)).toEqual([])
  })
})
