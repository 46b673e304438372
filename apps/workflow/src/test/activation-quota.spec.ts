import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  ActivateWorkflow,
  CheckQuota,
  CreateWorkflow,
  DeactivateWorkflow,
  PublishWorkflow,
  QuotaExceeded,
} from '@linkflow/contracts'
import { contexts } from '@linkflow/testing'
import { aDraft, fulfilled, givenWorkflowService, rejected, times } from './given.js'
import type { Caller, Given } from './given.js'

const LIMIT = 2
let given: Given
beforeAll(async () => {
  given = await givenWorkflowService()
})
afterAll(() => given?.services.close())

/** Stands where the billing service stands, with a plan of two active workflows. */
async function serveBilling(): Promise<void> {
  const check = async (input: unknown) => {
    const { quota, used } = CheckQuota.input.parse(input)
    if (used >= LIMIT) throw QuotaExceeded({ quota, limit: LIMIT, used })
    return {}
  }
  await given.services.transport.serve(CheckQuota.subject, 'billing', check, CheckQuota)
}

async function published(ctx: Caller): Promise<string> {
  const { id } = await given.services.call(CreateWorkflow, aDraft(), ctx)
  await given.services.call(PublishWorkflow, { workflowId: id }, ctx)
  return id
}
const activate = (workflowId: string, ctx: Caller) => given.services.call(ActivateWorkflow, { workflowId }, ctx)

test('a workspace activates as many workflows as its plan allows, also at once', async () => {
  const ctx = contexts.user()
  const ids: string[] = []
  for (let i = 0; i < 5; i += 1) ids.push(await published(ctx))
  // Without billing nobody is stopped.
  await activate(ids[0]!, ctx)
  await given.services.call(DeactivateWorkflow, { workflowId: ids[0]! }, ctx)
  await serveBilling()
  const results = await times(5, (index) => activate(ids[index]!, ctx))
  const active = fulfilled(results).map(({ id }) => id)
  expect(active).toHaveLength(LIMIT)
  expect(rejected(results).every(QuotaExceeded.is)).toBe(true)
  // What is active may be told so again, and leaves room when it no longer is.
  await activate(active[0]!, ctx)
  await given.services.call(DeactivateWorkflow, { workflowId: active[0]! }, ctx)
  await activate(
    ids.find((id) => !active.includes(id))!,
    ctx,
  )
  const other = contexts.user()
  await activate(await published(other), other)
})
