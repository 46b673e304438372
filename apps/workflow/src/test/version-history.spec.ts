import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CreateWorkflow,
  DiffVersions,
  DraftChanged,
  GetWorkflow,
  PublishWorkflow,
  RestoreVersion,
  UpdateWorkflow,
  VersionNotFound,
  WorkflowNotFound,
} from '@linkflow/contracts'
import { PreconditionRequired } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import { aDraft, givenWorkflowService, webhookNode } from './given.js'
import type { Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWorkflowService()
})
afterAll(() => given.services.close())

const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)
const set = (fields: Record<string, unknown>) => ({ id: 'greet', type: 'set', parameters: { fields } })

/** A workflow with a version that greets and a draft that greets otherwise. */
async function givenHistory() {
  const ctx = contexts.user()
  const greeting = (nodes: Parameters<typeof aDraft>[0] = {}) =>
    aDraft({
      nodes: [webhookNode('hook'), set({ a: 'Hello' })],
      connections: [{ source: 'hook', target: 'greet' }],
      ...nodes,
    })
  const { id: workflowId } = await call(CreateWorkflow, greeting(), ctx)
  await call(PublishWorkflow, { workflowId }, ctx)
  const changed = greeting({
    nodes: [webhookNode('hook'), set({ a: 'Goodbye' }), { id: 'end', type: 'no-op', parameters: {} }],
    connections: [
      { source: 'hook', target: 'greet' },
      { source: 'greet', target: 'end' },
    ],
  })
  await call(UpdateWorkflow, { workflowId, expectedRevision: 1, ...changed }, ctx)
  return { ctx, workflowId }
}

describe('a diff', () => {
  test('tells what the draft changes, down to the parameter', async () => {
    const { ctx, workflowId } = await givenHistory()
    const expected = {
      nodes: {
        added: ['end'],
        removed: [],
        changed: [
          { nodeId: 'greet', changes: [{ pointer: '/parameters/fields/a', before: 'Hello', after: 'Goodbye' }] },
        ],
      },
      connections: {
        added: [{ source: 'greet', sourcePort: 'main', target: 'end', targetPort: 'main' }],
        removed: [],
      },
      settings: [],
    }
    expect(await call(DiffVersions, { workflowId, from: 1 }, ctx)).toEqual(expected)
    await call(PublishWorkflow, { workflowId }, ctx)
    expect(await call(DiffVersions, { workflowId, from: 1, to: 2 }, ctx)).toEqual(expected)
    const back = await call(DiffVersions, { workflowId, from: 2, to: 1 }, ctx)
    expect(back.nodes).toMatchObject({ added: [], removed: ['end'] })
    const nothing = await call(DiffVersions, { workflowId, from: 2 }, ctx)
    expect(nothing).toMatchObject({ nodes: { added: [], removed: [], changed: [] }, settings: [] })
  })

  test('needs versions there are, of the own workspace', async () => {
    const { ctx, workflowId } = await givenHistory()
    await expect(call(DiffVersions, { workflowId, from: 7 }, ctx)).rejects.toMatchObject({ code: VersionNotFound.code })
    await expect(call(DiffVersions, { workflowId, from: 1 }, contexts.user())).rejects.toMatchObject({
      code: WorkflowNotFound.code,
    })
  })
})

describe('restoring a version', () => {
  test('makes it the draft of whoever read the latest', async () => {
    const { ctx, workflowId } = await givenHistory()
    await expect(call(RestoreVersion, { workflowId, version: 1 }, ctx)).rejects.toMatchObject({
      code: PreconditionRequired.code,
    })
    await expect(call(RestoreVersion, { workflowId, version: 1, expectedRevision: 1 }, ctx)).rejects.toMatchObject({
      code: DraftChanged.code,
      params: { currentRevision: 2 },
    })
    const restored = await call(RestoreVersion, { workflowId, version: 1, expectedRevision: 2 }, ctx)
    expect(restored).toMatchObject({ revision: 3, name: 'Orders' })
    expect(await call(GetWorkflow, { workflowId }, ctx)).toEqual(restored)
    expect(await call(DiffVersions, { workflowId, from: 1 }, ctx)).toMatchObject({
      nodes: { added: [], removed: [], changed: [] },
    })
  })
})
