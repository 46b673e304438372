import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CreateWorkflow,
  DeleteVariable,
  DeleteWorkflow,
  DeleteWorkflowVariable,
  GetVariables,
  ListVariables,
  ListWorkflowVariables,
  SetVariable,
  SetWorkflowVariable,
  VariableNotFound,
  VariablesFull,
  WorkflowNotFound,
} from '@linkflow/contracts'
import { contexts } from '@linkflow/testing'
import { aDraft, givenWorkflowService, rejected } from './given.js'
import type { Caller, Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWorkflowService()
})
afterAll(() => given.services.close())

const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)
const seen = async (ctx: Caller, workflowId: string) =>
  (await call(GetVariables, { workflowId }, contexts.service('execution', ctx.workspaceId))).variables

describe('variables', () => {
  test('of a workflow hide those of the workspace', async () => {
    const ctx = contexts.user()
    const { id: workflowId } = await call(CreateWorkflow, aDraft(), ctx)
    await call(SetVariable, { name: 'region', value: 'eu' }, ctx)
    await call(SetVariable, { name: 'Limit', value: 5 }, ctx)
    await call(SetWorkflowVariable, { workflowId, name: 'region', value: 'us\u0000' }, ctx)
    expect(await seen(ctx, workflowId)).toEqual({ region: 'us\u0000', Limit: 5 })
    expect((await call(ListWorkflowVariables, { workflowId }, ctx)).items).toMatchObject([{ name: 'region' }])
    const first = await call(ListVariables, { limit: 1 }, ctx)
    expect(first.items).toMatchObject([{ name: 'Limit', value: 5 }])
    const second = await call(ListVariables, { limit: 1, cursor: first.nextCursor }, ctx)
    expect(second).toMatchObject({ items: [{ name: 'region', value: 'eu' }] })
    expect(second).not.toHaveProperty('nextCursor')
    await call(DeleteWorkflowVariable, { workflowId, name: 'region' }, ctx)
    await call(SetVariable, { name: 'Limit', value: false }, ctx)
    expect(await seen(ctx, workflowId)).toEqual({ region: 'eu', Limit: false })
    await call(DeleteVariable, { name: 'Limit' }, ctx)
    await call(DeleteVariable, { name: 'region' }, ctx)
    expect(await seen(ctx, workflowId)).toEqual({})
  })

  test('that are not there cannot be deleted', async () => {
    const ctx = contexts.user()
    const { id: workflowId } = await call(CreateWorkflow, aDraft(), ctx)
    const missing = await Promise.allSettled([
      call(DeleteVariable, { name: 'nothing' }, ctx),
      call(DeleteWorkflowVariable, { workflowId, name: 'nothing' }, ctx),
    ])
    expect(rejected(missing).filter(VariableNotFound.is)).toHaveLength(2)
  })

  test('have room for a hundred, and 64 KiB together', async () => {
    const ctx = contexts.user()
    const full = { code: VariablesFull.code }
    for (let i = 0; i < 100; i += 1) await call(SetVariable, { name: `v${i}`, value: i }, ctx)
    await expect(call(SetVariable, { name: 'more', value: 1 }, ctx)).rejects.toMatchObject(full)
    expect(await call(SetVariable, { name: 'v0', value: 'again' }, ctx)).toMatchObject({ value: 'again' })
    const large = contexts.user()
    for (let i = 0; i < 7; i += 1) await call(SetVariable, { name: `v${i}`, value: 'x'.repeat(8192) }, large)
    await expect(call(SetVariable, { name: 'v8', value: 'x'.repeat(8192) }, large)).rejects.toMatchObject(full)
  })

  test('of another workspace and of deleted workflows are out of reach', async () => {
    const owner = contexts.user()
    const stranger = contexts.user()
    const { id: workflowId } = await call(CreateWorkflow, aDraft(), owner)
    await call(SetWorkflowVariable, { workflowId, name: 'a', value: 1 }, owner)
    await call(SetVariable, { name: 'b', value: 1 }, owner)
    const attempts = await Promise.allSettled([
      call(ListWorkflowVariables, { workflowId }, stranger),
      call(SetWorkflowVariable, { workflowId, name: 'a', value: 2 }, stranger),
      call(DeleteWorkflowVariable, { workflowId, name: 'a' }, stranger),
      seen(stranger, workflowId),
    ])
    expect(rejected(attempts).filter(WorkflowNotFound.is)).toHaveLength(4)
    expect(await call(ListVariables, {}, stranger)).toEqual({ items: [] })
    await call(DeleteWorkflow, { workflowId }, owner)
    await expect(seen(owner, workflowId)).rejects.toMatchObject({ code: WorkflowNotFound.code })
  })
})
