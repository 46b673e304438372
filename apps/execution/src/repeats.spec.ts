import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { StartExecution, StartTriggered, WorkflowNotFound } from '@linkflow/contracts'
import { IdempotencyConflict, newId } from '@linkflow/kernel'
import { contexts, startServices } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { execution } from './service.js'
import { WorkflowStandIn } from './workflow-stand-in.fixture.js'

let services: TestServices
let workflows: WorkflowStandIn

beforeAll(async () => {
  services = await startServices([execution])
  workflows = await WorkflowStandIn.serve(services.transport)
})
afterAll(() => services.close())

const aWorkflow = () => workflows.add([{ id: 'start', type: 'manual-trigger' }])

test('a delivery that is repeated after its workflow is gone is given the first execution', async () => {
  const workflowId = aWorkflow()
  const ctx = contexts.service('schedule', newId())
  const deliver = (key: string) => {
    const request = { workflowId, trigger: 'schedule' as const, items: [], waitFor: 'accepted' as const, waitMs: 0 }
    return services.call(StartTriggered, { ...request, idempotencyKey: `schedule:${workflowId}:${key}` }, ctx)
  }
  const { executionId } = await deliver('a')
  workflows.remove(workflowId)
  expect(await deliver('a')).toMatchObject({ executionId, duplicate: true, status: 'succeeded' })
  await expect(deliver('b')).rejects.toMatchObject({ code: WorkflowNotFound.code })
})

test('so is a call with an Idempotency-Key, unless it says something else', async () => {
  const workflowId = aWorkflow()
  const workspaceId = newId()
  const start = (key: string, bodyHash: string) => {
    const idempotency = { contract: StartExecution.subject, key, bodyHash }
    return services.call(StartExecution, { workflowId }, contexts.user({ workspaceId, idempotency }))
  }
  const { id } = await start('a', 'h')
  workflows.remove(workflowId)
  expect(await start('a', 'h')).toMatchObject({ id, finished: true })
  await expect(start('a', 'other')).rejects.toMatchObject({ code: IdempotencyConflict.code })
  await expect(start('b', 'h')).rejects.toMatchObject({ code: WorkflowNotFound.code })
})
