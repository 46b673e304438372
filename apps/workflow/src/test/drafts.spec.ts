import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CreateWorkflow,
  DeleteWorkflow,
  DraftChanged,
  GetRunnable,
  GetWorkflow,
  ListVersions,
  ListWorkflows,
  PublishWorkflow,
  UpdateWorkflow,
  ValidateWorkflow,
  WorkflowNotFound,
} from '@linkflow/contracts'
import { BodyTooLarge, InputInvalid, PreconditionRequired, newId } from '@linkflow/kernel'
import { schemaDifferences } from '@linkflow/postgres'
import { contexts } from '@linkflow/testing'
import { workflowSchema } from '../index.js'
import { aDraft, fulfilled, givenWorkflowService, rejected, times } from './given.js'
import type { Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWorkflowService()
})
afterAll(() => given.services.close())

const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)

describe('a draft', () => {
  test('is read as it was written', async () => {
    const ctx = contexts.user()
    const draft = aDraft({
      nodes: [
        {
          id: 'b',
          type: 'unknown',
          parameters: { deep: [{ nul: 'a\u0000b', emoji: '👩‍👩‍👧', lone: '\ud800', quote: '"\\' }] },
        },
        { id: 'a', type: 'no-op', parameters: {}, notes: 'line\nline', position: { x: -1.5, y: 2 } },
        { id: 'a', type: 'no-op\u0000', parameters: { __proto__x: null } },
      ],
      connections: [
        { source: 'z', target: 'a', sourcePort: 'error' },
        { source: 'a', target: 'z' },
      ],
      settings: { timeZone: 'Europe/Oslo', nul: '\u0000' },
    })
    const created = await call(CreateWorkflow, draft, ctx)
    expect(created).toMatchObject({ ...draft, revision: 1, active: false })
    expect(created).not.toHaveProperty('publishedVersion')
    expect(await call(GetWorkflow, { workflowId: created.id }, ctx)).toEqual(created)
  })

  test('without settings comes back without settings', async () => {
    const ctx = contexts.user()
    const created = await call(CreateWorkflow, aDraft({ nodes: [], connections: [] }), ctx)
    const read = await call(GetWorkflow, { workflowId: created.id }, ctx)
    expect(read).toMatchObject({ nodes: [], connections: [] })
    expect(read).not.toHaveProperty('settings')
  })

  test('without a time zone gets that of the workspace, where it has one', async () => {
    const ctx = contexts.user()
    given.settings.timeZone = 'Asia/Tokyo'
    const [named, other] = [
      await call(CreateWorkflow, aDraft({ settings: { timeZone: 'Europe/Oslo' } }), ctx),
      await call(CreateWorkflow, aDraft(), ctx),
    ]
    delete given.settings.timeZone
    expect([named.settings?.timeZone, other.settings?.timeZone]).toEqual(['Europe/Oslo', 'Asia/Tokyo'])
    expect(await call(GetWorkflow, { workflowId: other.id }, ctx)).toEqual(other)
  })

  test('is created once per idempotency key', async () => {
    const idempotency = { contract: '', key: newId(), bodyHash: 'same' }
    const ctx = contexts.user({ idempotency })
    const first = await call(CreateWorkflow, aDraft(), ctx)
    expect(await call(CreateWorkflow, aDraft(), ctx)).toEqual(first)
    const { items } = await call(ListWorkflows, {}, ctx)
    expect(items).toHaveLength(1)
  })

  test('may have at most 1 MB', async () => {
    const ctx = contexts.user()
    const huge = aDraft({ nodes: [{ id: 'a', type: 'no-op', parameters: { text: 'x'.repeat(1_048_577) } }] })
    await expect(call(CreateWorkflow, huge, ctx)).rejects.toMatchObject({ code: BodyTooLarge.code })
    const large = aDraft({ nodes: [{ id: 'a', type: 'no-op', parameters: { text: 'x'.repeat(1_000_000) } }] })
    const { id } = await call(CreateWorkflow, large, ctx)
    expect(await call(GetWorkflow, { workflowId: id }, ctx)).toMatchObject(large)
    await expect(call(UpdateWorkflow, { workflowId: id, expectedRevision: 1, ...huge }, ctx)).rejects.toMatchObject({
      code: BodyTooLarge.code,
    })
  })

  test.each(['a\u0000b', 'a\nb', '\ud800'])('cannot be called %j', async (name) => {
    await expect(call(CreateWorkflow, aDraft({ name }), contexts.user())).rejects.toMatchObject({
      code: InputInvalid.code,
    })
  })
})

describe('updating', () => {
  test('needs the revision that was read', async () => {
    const ctx = contexts.user()
    const { id } = await call(CreateWorkflow, aDraft(), ctx)
    await expect(call(UpdateWorkflow, { workflowId: id, ...aDraft() }, ctx)).rejects.toMatchObject({
      code: PreconditionRequired.code,
    })
    const updated = await call(
      UpdateWorkflow,
      { workflowId: id, expectedRevision: 1, ...aDraft({ name: 'Invoices', nodes: [], connections: [] }) },
      ctx,
    )
    expect(updated).toMatchObject({ name: 'Invoices', revision: 2, nodes: [], connections: [] })
    const stale = call(UpdateWorkflow, { workflowId: id, expectedRevision: 1, ...aDraft() }, ctx)
    await expect(stale).rejects.toMatchObject({ code: DraftChanged.code, params: { currentRevision: 2 } })
    expect(await call(GetWorkflow, { workflowId: id }, ctx)).toEqual(updated)
  })

  test('by ten people at once succeeds for one', async () => {
    const ctx = contexts.user()
    const { id } = await call(CreateWorkflow, aDraft(), ctx)
    const results = await times(10, (index) =>
      call(UpdateWorkflow, { workflowId: id, expectedRevision: 1, ...aDraft({ name: `Edit ${index}` }) }, ctx),
    )
    const [winner, ...others] = fulfilled(results)
    expect(others).toEqual([])
    expect(rejected(results).every(DraftChanged.is)).toBe(true)
    expect(await call(GetWorkflow, { workflowId: id }, ctx)).toEqual(winner)
  })
})

describe('the list', () => {
  test('goes through all pages, last changed first', async () => {
    const ctx = contexts.user()
    const ids: string[] = []
    for (let i = 0; i < 7; i += 1) ids.push((await call(CreateWorkflow, aDraft({ name: `Flow ${i}` }), ctx)).id)
    await call(UpdateWorkflow, { workflowId: ids[0]!, expectedRevision: 1, ...aDraft({ name: 'Newest' }) }, ctx)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await call(ListWorkflows, { limit: 3, cursor }, ctx)
      seen.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual([ids[0], ...ids.slice(1).reverse()])
  })

  test('finds part of a name, literally', async () => {
    const ctx = contexts.user()
    await call(CreateWorkflow, aDraft({ name: '100% Sure' }), ctx)
    await call(CreateWorkflow, aDraft({ name: '1000 sure' }), ctx)
    const names = async (search: string) => (await call(ListWorkflows, { search }, ctx)).items.map(({ name }) => name)
    expect(await names('0% sURE')).toEqual(['100% Sure'])
    expect(await names('sure')).toHaveLength(2)
    expect(await names('\u0000')).toEqual([])
  })

  test('refuses a cursor that is none', async () => {
    await expect(call(ListWorkflows, { cursor: 'nonsense' }, contexts.user())).rejects.toMatchObject({
      code: InputInvalid.code,
    })
  })
})

describe('another workspace', () => {
  test('finds nothing of it', async () => {
    const { id } = await call(CreateWorkflow, aDraft(), contexts.user())
    const stranger = contexts.user()
    const attempts = [
      call(GetWorkflow, { workflowId: id }, stranger),
      call(UpdateWorkflow, { workflowId: id, expectedRevision: 1, ...aDraft() }, stranger),
      call(DeleteWorkflow, { workflowId: id }, stranger),
      call(ValidateWorkflow, { workflowId: id }, stranger),
      call(PublishWorkflow, { workflowId: id }, stranger),
      call(ListVersions, { workflowId: id }, stranger),
      call(GetRunnable, { workflowId: id }, contexts.service('execution', stranger.workspaceId)),
    ]
    const results = await Promise.allSettled(attempts)
    expect(rejected(results).filter(WorkflowNotFound.is)).toHaveLength(attempts.length)
    expect(await call(ListWorkflows, {}, stranger)).toEqual({ items: [] })
  })
})

test('entities and migrations agree', async () => {
  expect(await schemaDifferences(given.services.database.adminUrl, workflowSchema)).toEqual([])
})
