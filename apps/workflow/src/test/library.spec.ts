import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  ActivateWorkflow,
  ArchiveWorkflow,
  CreateFolder,
  CreateWorkflow,
  DeleteFolder,
  DeleteTag,
  DuplicateWorkflow,
  FolderInItself,
  FolderNotFound,
  FolderTooDeep,
  GetRunnable,
  GetWorkflow,
  ListFolders,
  ListTags,
  ListWorkflows,
  MoveFolder,
  MoveWorkflow,
  PublishWorkflow,
  RenameFolder,
  RenameTag,
  RestoreWorkflow,
  TagNotFound,
  TagWorkflow,
  UpdateWorkflow,
  WorkflowArchived,
} from '@linkflow/contracts'
import type { InputGiven } from '@linkflow/contracts'
import { InputInvalid, newId } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import { aDraft, fulfilled, givenWorkflowService, rejected, times } from './given.js'
import type { Caller, Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWorkflowService()
})
afterAll(() => given.services.close())

const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)
const create = (ctx: Caller, name: string, change = {}) => call(CreateWorkflow, aDraft({ name, ...change }), ctx)
const names = async (ctx: Caller, filter: InputGiven<typeof ListWorkflows> = {}) =>
  (await call(ListWorkflows, filter, ctx)).items.map(({ name }) => name)

describe('the list', () => {
  test('goes through all pages by name and by creation', async () => {
    const ctx = contexts.user()
    for (const name of ['beta', 'Alpha', 'alpha', 'Gamma', 'delta']) await create(ctx, name)
    const walk = async (sort: 'name' | 'created') => {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await call(ListWorkflows, { sort, limit: 2, cursor }, ctx)
        seen.push(...page.items.map(({ name }) => name))
        cursor = page.nextCursor
      } while (cursor)
      return seen
    }
    expect(await walk('name')).toEqual(['Alpha', 'alpha', 'beta', 'delta', 'Gamma'])
    expect(await walk('created')).toEqual(['delta', 'Gamma', 'alpha', 'Alpha', 'beta'])
  })

  test('refuses the cursor of another order', async () => {
    const ctx = contexts.user()
    for (const name of ['a', 'b']) await create(ctx, name)
    const { nextCursor: cursor } = await call(ListWorkflows, { sort: 'name', limit: 1 }, ctx)
    await expect(call(ListWorkflows, { sort: 'created', cursor }, ctx)).rejects.toMatchObject({
      code: InputInvalid.code,
    })
  })

  test('is filtered by node type and credential, as the draft stands', async () => {
    const ctx = contexts.user()
    const credentialId = newId()
    const http = { id: 'ask', type: 'http-request', parameters: {}, credentials: { auth: credentialId } }
    const { id } = await create(ctx, 'Asks', { nodes: [http, { ...http, id: 'again' }], connections: [] })
    await create(ctx, 'Does not')
    expect(await names(ctx, { nodeType: 'http-request' })).toEqual(['Asks'])
    expect(await names(ctx, { credentialId })).toEqual(['Asks'])
    expect(await names(ctx, { credentialId: newId() })).toEqual([])
    expect(await names(ctx, { nodeType: 'a\u0000' })).toEqual([])
    await call(UpdateWorkflow, { workflowId: id, expectedRevision: 1, ...aDraft({ name: 'Asks' }) }, ctx)
    expect(await names(ctx, { credentialId })).toEqual([])
  })

  test('is filtered by status', async () => {
    const ctx = contexts.user()
    await create(ctx, 'Draft')
    const published = await create(ctx, 'Inactive')
    const active = await create(ctx, 'Active')
    const archived = await create(ctx, 'Archived')
    for (const { id } of [published, active]) await call(PublishWorkflow, { workflowId: id }, ctx)
    await call(ActivateWorkflow, { workflowId: active.id }, ctx)
    await call(ArchiveWorkflow, { workflowId: archived.id }, ctx)
    for (const status of ['draft', 'inactive', 'active', 'archived'] as const)
      expect((await names(ctx, { status })).map((name) => name.toLowerCase())).toEqual([status])
    expect(await names(ctx)).toHaveLength(3)
  })
})

describe('a copy', () => {
  test('has the draft, the tags and the folder, and is nothing else', async () => {
    const ctx = contexts.user()
    const { id: folderId } = await call(CreateFolder, { name: 'Sales' }, ctx)
    const original = await create(ctx, 'Orders')
    await call(TagWorkflow, { workflowId: original.id, tags: ['b', 'a'] }, ctx)
    await call(MoveWorkflow, { workflowId: original.id, folderId }, ctx)
    await call(PublishWorkflow, { workflowId: original.id }, ctx)
    const copy = await call(DuplicateWorkflow, { workflowId: original.id }, ctx)
    expect(copy).toMatchObject({
      name: 'Orders (copy)',
      nodes: original.nodes,
      tags: ['a', 'b'],
      folderId,
      revision: 1,
    })
    expect(copy).not.toHaveProperty('publishedVersion')
    expect(await call(GetWorkflow, { workflowId: copy.id }, ctx)).toEqual(copy)
    expect(await call(DuplicateWorkflow, { workflowId: original.id, name: 'Mine' }, ctx)).toMatchObject({
      name: 'Mine',
    })
  })
})

describe('the archive', () => {
  test('takes a workflow out of service until it is restored', async () => {
    const ctx = contexts.user()
    const { id: workflowId } = await create(ctx, 'Old')
    await call(PublishWorkflow, { workflowId }, ctx)
    await call(ActivateWorkflow, { workflowId }, ctx)
    const archived = await call(ArchiveWorkflow, { workflowId }, ctx)
    expect(archived).toMatchObject({ active: false, archivedAt: expect.any(String) })
    expect(await call(ArchiveWorkflow, { workflowId }, ctx)).toEqual(archived)
    expect(given.webhooks.webhooksOf(workflowId)).toEqual([])
    const refused = await Promise.allSettled([
      call(UpdateWorkflow, { workflowId, expectedRevision: 1, ...aDraft() }, ctx),
      call(PublishWorkflow, { workflowId }, ctx),
      call(ActivateWorkflow, { workflowId }, ctx),
      call(GetRunnable, { workflowId }, contexts.service('execution', ctx.workspaceId)),
    ])
    expect(rejected(refused).filter(WorkflowArchived.is)).toHaveLength(4)
    // What runs, runs on.
    const running = await call(GetRunnable, { workflowId, version: 1 }, contexts.service('execution', ctx.workspaceId))
    expect(running.version).toBe(1)
    const restored = await call(RestoreWorkflow, { workflowId }, ctx)
    expect(restored).toMatchObject({ active: false })
    expect(restored).not.toHaveProperty('archivedAt')
    expect(await call(ActivateWorkflow, { workflowId }, ctx)).toMatchObject({ active: true })
  })

  test('is finished later when the triggers cannot be removed now', async () => {
    const ctx = contexts.user()
    const { id: workflowId } = await create(ctx, 'Old')
    await call(PublishWorkflow, { workflowId }, ctx)
    await call(ActivateWorkflow, { workflowId }, ctx)
    given.webhooks.away = true
    await expect(call(ArchiveWorkflow, { workflowId }, ctx)).rejects.toMatchObject({ code: 'service/unavailable' })
    given.webhooks.away = false
    expect(await call(ArchiveWorkflow, { workflowId }, ctx)).toMatchObject({ active: false })
  })
})

describe('tags', () => {
  test('are there while they are used', async () => {
    const ctx = contexts.user()
    const [one, two] = [await create(ctx, 'One'), await create(ctx, 'Two')]
    const tagged = await call(TagWorkflow, { workflowId: one.id, tags: ['red', 'blue', 'red'] }, ctx)
    expect(tagged.tags).toEqual(['blue', 'red'])
    await call(TagWorkflow, { workflowId: two.id, tags: ['red'] }, ctx)
    expect((await call(ListTags, {}, ctx)).items).toEqual([
      { tag: 'blue', workflows: 1 },
      { tag: 'red', workflows: 2 },
    ])
    expect(await names(ctx, { tag: 'blue' })).toEqual(['One'])
    const first = await call(ListTags, { limit: 1 }, ctx)
    const second = await call(ListTags, { limit: 1, cursor: first.nextCursor }, ctx)
    expect(second).toEqual({ items: [{ tag: 'red', workflows: 2 }] })
    expect(await call(RenameTag, { tag: 'blue', name: 'red' }, ctx)).toEqual({ tag: 'red', workflows: 2 })
    expect(await call(RenameTag, { tag: 'red', name: 'green' }, ctx)).toEqual({ tag: 'green', workflows: 2 })
    await call(DeleteTag, { tag: 'green' }, ctx)
    expect(await call(ListTags, {}, ctx)).toEqual({ items: [] })
    const missing = await Promise.allSettled([
      call(DeleteTag, { tag: 'green' }, ctx),
      call(RenameTag, { tag: 'green', name: 'x' }, ctx),
    ])
    expect(rejected(missing).filter(TagNotFound.is)).toHaveLength(2)
  })
})

describe('folders', () => {
  test('hold folders and workflows, which move up when one is deleted', async () => {
    const ctx = contexts.user()
    const top = await call(CreateFolder, { name: 'Top' }, ctx)
    const middle = await call(CreateFolder, { name: 'Middle', parentId: top.id }, ctx)
    const bottom = await call(CreateFolder, { name: 'Bottom', parentId: middle.id }, ctx)
    const { id: workflowId } = await create(ctx, 'Inside')
    expect(await call(MoveWorkflow, { workflowId, folderId: middle.id }, ctx)).toMatchObject({ folderId: middle.id })
    expect(await names(ctx, { folderId: middle.id })).toEqual(['Inside'])
    await call(RenameFolder, { folderId: middle.id, name: 'Centre' }, ctx)
    expect((await call(ListFolders, {}, ctx)).items).toMatchObject([
      { name: 'Top', workflows: 0 },
      { name: 'Centre', parentId: top.id, workflows: 1 },
      { name: 'Bottom', parentId: middle.id },
    ])
    await call(DeleteFolder, { folderId: middle.id }, ctx)
    expect((await call(ListFolders, {}, ctx)).items).toMatchObject([
      { name: 'Top', workflows: 1 },
      { parentId: top.id },
    ])
    expect(await call(MoveFolder, { folderId: bottom.id }, ctx)).not.toHaveProperty('parentId')
    expect(await call(MoveWorkflow, { workflowId }, ctx)).not.toHaveProperty('folderId')
  })

  test('are nested eight deep at most', async () => {
    const ctx = contexts.user()
    let parentId: string | undefined
    for (let depth = 1; depth <= 8; depth += 1)
      parentId = (await call(CreateFolder, { name: `${depth}`, parentId }, ctx)).id
    await expect(call(CreateFolder, { name: '9', parentId }, ctx)).rejects.toMatchObject({ code: FolderTooDeep.code })
  })

  test('moved into each other at once do not make a ring', async () => {
    const ctx = contexts.user()
    const ids = [(await call(CreateFolder, { name: 'a' }, ctx)).id, (await call(CreateFolder, { name: 'b' }, ctx)).id]
    const results = await times(2, (index) =>
      call(MoveFolder, { folderId: ids[index]!, parentId: ids[1 - index]! }, ctx),
    )
    expect(fulfilled(results)).toHaveLength(1)
    expect(rejected(results).every(FolderInItself.is)).toBe(true)
  })

  test('deleted while workflows are moved into it loses none', async () => {
    const ctx = contexts.user()
    const { id: folderId } = await call(CreateFolder, { name: 'Going' }, ctx)
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) ids.push((await create(ctx, `Flow ${i}`)).id)
    const moves = ids.map((workflowId) => call(MoveWorkflow, { workflowId, folderId }, ctx))
    const results = await Promise.allSettled([...moves, call(DeleteFolder, { folderId }, ctx)])
    expect(rejected(results).every(FolderNotFound.is)).toBe(true)
    const { items } = await call(ListWorkflows, {}, ctx)
    expect(items.map((item) => item.folderId)).toEqual(ids.map(() => undefined))
  })

  test('of another workspace are none', async () => {
    const { id: folderId } = await call(CreateFolder, { name: 'Theirs' }, contexts.user())
    const ctx = contexts.user()
    const { id: workflowId } = await create(ctx, 'Mine')
    const attempts = await Promise.allSettled([
      call(MoveWorkflow, { workflowId, folderId }, ctx),
      call(RenameFolder, { folderId, name: 'Mine' }, ctx),
      call(MoveFolder, { folderId }, ctx),
      call(DeleteFolder, { folderId }, ctx),
      call(CreateFolder, { name: 'Mine', parentId: folderId }, ctx),
    ])
    expect(rejected(attempts).filter(FolderNotFound.is)).toHaveLength(5)
  })
})
