import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { GetExecution, RetryExecution, StartExecution, StartTriggered } from '@linkflow/contracts'
import { contexts, startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { execution } from './service.js'
import { WorkflowStandIn } from './workflow-stand-in.fixture.js'

const start = { id: 'start', type: 'manual-trigger' }
const reading = { id: 'read', type: 'set', parameters: { fields: { seen: '{{ $vars.region }}' } } }
const seen = (value: unknown) => [{ json: { seen: value } }]

describe.each(['local', 'nats'] as const)('variables over the %s transport', (transport) => {
  let services: TestServices
  let workflows: WorkflowStandIn
  const ctx = contexts.user()

  beforeAll(async () => {
    services = await startServices([execution], { transport, env: { EXECUTION_POLL_MS: '50' } })
    workflows = await WorkflowStandIn.serve(services.transport)
  })
  afterAll(() => services.close())

  const run = (workflowId: string) => services.call(StartExecution, { workflowId, input: {}, waitMs: 20_000 }, ctx)

  test('are what they were at acceptance, in a retry too', async () => {
    const workflowId = workflows.add([start, reading])
    workflows.variables = { region: 'eu' }
    const first = await run(workflowId)
    expect(first.output).toMatchObject(seen('eu'))
    workflows.variables = { region: 'us' }
    expect((await run(workflowId)).output).toMatchObject(seen('us'))
    const { id } = await services.call(RetryExecution, { executionId: first.id, from: 'start' }, ctx)
    const retried = await until('the outcome', async () => {
      const found = await services.call(GetExecution, { executionId: id, include: 'data' }, ctx)
      return found.status === 'succeeded' ? found : undefined
    })
    expect(retried.output).toMatchObject(seen('eu'))
  })

  test('are fresh for triggers that name the version', async () => {
    const workflowId = workflows.add([start, reading])
    for (const region of ['eu', 'us']) {
      workflows.variables = { region }
      const started = await services.call(
        StartTriggered,
        { workflowId, version: 1, trigger: 'webhook', items: [{ json: {} }], waitFor: 'finished', waitMs: 20_000 },
        contexts.service('webhook', ctx.workspaceId),
      )
      expect(started.output).toMatchObject(seen(region))
    }
  })
})
