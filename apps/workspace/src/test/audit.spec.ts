import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  ChangeMemberRole,
  CreateRole,
  ExportAuditEntries,
  LeaveWorkspace,
  ListAuditEntries,
  ListRoles,
  RenameWorkspace,
  WorkspaceNotFound,
} from '@linkflow/contracts'
import type { InputGiven } from '@linkflow/contracts'
import { Forbidden, newId } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { givenMember, givenWorkspace, rejected, startWorkspace } from './harness.js'
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

type Filter = Partial<InputGiven<typeof ListAuditEntries>>
const list = (filter: Filter = {}, ctx = acme.ctx) => call(ListAuditEntries, { id: acme.id, ...filter }, ctx)
/** The newest entries, as soon as there are so many. */
const entries = (count: number) =>
  until(`${count} entries`, async () => {
    const { items } = await list()
    return items.length >= count && items
  })
const rename = (name: string, ctx = acme.ctx) => call(RenameWorkspace, { id: acme.id, name }, ctx)

describe('a change', () => {
  test('is entered with who, what, to what and from where', async () => {
    const from = { ip: '192.0.2.1', userAgent: 'curl/8' }
    await rename('Better', { ...acme.ctx, client: from })
    expect(await entries(1)).toEqual([
      {
        id: expect.any(String),
        at: expect.any(String),
        userId: acme.userId,
        userName: 'Ada',
        action: 'workspace.rename-workspace',
        resource: `workspaces/${acme.id}`,
        ...from,
      },
    ])
  })

  test('by a key names the key and its person', async () => {
    const key = { kind: 'api-key', id: newId(), userId: acme.userId } as const
    await rename('Better', { ...acme.ctx, principal: key })
    expect(await entries(1)).toMatchObject([{ userId: acme.userId, apiKeyId: key.id }])
  })

  test('that makes something names it; joining and leaving are changes too', async () => {
    const role = await call(CreateRole, { id: acme.id, name: 'Reader', permissions: ['workflow:read'] }, acme.ctx)
    const bob = await givenMember(started, acme)
    await call(LeaveWorkspace, { id: acme.id }, bob.ctx)
    const all = await entries(4)
    expect(all.map(({ action, resource }) => [action, resource?.split('/')[0]]).sort()).toEqual([
      ['workspace.accept-invitation', undefined],
      ['workspace.create-invitation', 'invitations'],
      ['workspace.create-role', 'roles'],
      ['workspace.leave-workspace', 'workspaces'],
    ])
    expect(all).toContainEqual(expect.objectContaining({ resource: `roles/${role.id}` }))
    expect(JSON.stringify(all)).not.toContain(bob.email)
  })

  test('is found by its operation or its service, taken as they are written', async () => {
    await rename('Better')
    await entries(1)
    for (const [action, count] of [
      ['workspace.rename-workspace', 1],
      ['workspace', 1],
      ['work', 0],
      ['workspace.rename', 0],
      ['%', 0],
      ['workspace.%', 0],
      ['workspace.rename_workspace', 0],
    ] as const)
      expect([action, (await list({ action })).items.length]).toEqual([action, count])
  })

  test('that was refused is none, nor is reading', async () => {
    await rejected(call(ChangeMemberRole, { id: acme.id, userId: acme.userId, role: 'viewer' }, acme.ctx))
    await call(ListRoles, { id: acme.id }, acme.ctx)
    await rename('Better')
    expect((await entries(1)).map(({ action }) => action)).toEqual(['workspace.rename-workspace'])
  })
})

describe('entries', () => {
  test('are found by person, action, service, resource and time', async () => {
    const admin = await givenMember(started, acme, 'admin')
    await rename('By Ada')
    await rename('By Bob', admin.ctx)
    const all = await entries(4)
    const found = async (filter: Filter) => (await list(filter)).items.map(({ action }) => action).sort()
    expect(await found({ userId: admin.userId })).toEqual(['workspace.accept-invitation', 'workspace.rename-workspace'])
    expect(await found({ action: 'workspace.rename-workspace' })).toHaveLength(2)
    expect(await found({ action: 'workspace' })).toHaveLength(4)
    expect(await found({ action: 'workflow' })).toEqual([])
    expect(await found({ resource: `workspaces/${acme.id}` })).toHaveLength(2)
    const { at } = all[0]!
    expect((await list({ from: at })).items).toContainEqual(all[0])
    expect((await list({ to: at })).items).not.toContainEqual(all[0])
  })

  test('are listed newest first, page by page', async () => {
    for (let index = 0; index < 5; index++) await rename(`Name ${index}`)
    const all = await entries(5)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await list({ limit: 2, cursor })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(all.map(({ id }) => id))
  })

  test('are exported as NDJSON and CSV', async () => {
    await rename('Better')
    const all = await entries(1)
    const exported = (format: 'ndjson' | 'csv') => call(ExportAuditEntries, { id: acme.id, format }, acme.ctx)
    expect((await exported('ndjson')).body).toBe(`${JSON.stringify(all[0])}\n`)
    const csv = await exported('csv')
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.body.split('\r\n')).toHaveLength(3)
  })

  test('are for owners and admins of the workspace', async () => {
    const editor = contexts.user({ workspaceId: acme.id, role: 'editor' })
    expect(Forbidden.is(await rejected(list({}, editor)))).toBe(true)
    const other = await givenWorkspace(started)
    expect(WorkspaceNotFound.is(await rejected(list({}, other.ctx)))).toBe(true)
    expect((await list({ id: other.id }, other.ctx)).items).toEqual([])
  })

  test.each([
    'update workspace.audit_entries set action = $1',
    'delete from workspace.audit_entries where action <> $1',
  ])('are changed by nobody: %s', async (statement) => {
    await rename('Better')
    await entries(1)
    await expect(started.services.database.query(statement, ['x'])).rejects.toThrow('audit entries are not changed')
  })
})
