import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CancelExecution, GetExecution, ListExecutions, RetryExecution, StartExecution } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { contexts, startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { NodeStandIn } from './node-stand-in.fixture.js'
import { execution } from './service.js'
import { WorkflowStandIn } from './workflow-stand-in.fixture.js'

const start = { id: 'start', type: 'manual-trigger' }
const failing = { id: 'stop', type: 'stop-and-error', parameters: { message: 'Out of stock' } }
const onError = { id: 'error', type: 'error-trigger' }
const http = { id: 'http', type: 'http-request', parameters: { method: 'POST', url: 'http://x/wait' } }

describe.each(['local', 'nats'] as const)('error workflows over the %s transport', (transport) => {
  let services: TestServices
  let workflows: WorkflowStandIn
  const ctx = contexts.user()

  beforeAll(async () => {
    services = await startServices([execution], { transport, env: { EXECUTION_POLL_MS: '50' } })
    workflows = await WorkflowStandIn.serve(services.transport)
    const nodes = await NodeStandIn.serve(services.transport)
    nodes.answers(
      (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve({ outputs: {} }))),
    )
  })
  afterAll(() => services.close())

  const run = (workflowId: string) => services.call(StartExecution, { workflowId, input: {}, waitMs: 20_000 }, ctx)
  const executionsOf = async (workflowId: string) => (await services.call(ListExecutions, { workflowId }, ctx)).items

  test('start once when an execution fails, and are told of it', async () => {
    const handler = workflows.add([onError, { id: 'seen', type: 'no-op' }])
    const failed = await run(workflows.add([start, failing], undefined, { errorWorkflowId: handler }))
    expect(failed.status).toBe('failed')
    const [started] = await until('the outcome', async () => {
      const items = await executionsOf(handler)
      return items.some(({ status }) => status === 'succeeded') ? items : undefined
    })
    const told = await services.call(GetExecution, { executionId: started!.id, include: 'data' }, ctx)
    expect(told).toMatchObject({ trigger: 'error', status: 'succeeded' })
    expect(told.output).toMatchObject([
      {
        json: {
          execution: {
            id: failed.id,
            workflowId: failed.workflowId,
            workflowName: 'Test',
            version: 1,
            trigger: 'api',
            error: { message: expect.stringContaining('Out of stock') },
            startedAt: failed.startedAt,
            finishedAt: failed.finishedAt,
          },
        },
      },
    ])
    expect(await executionsOf(handler)).toHaveLength(1)
  })

  test('do not start for what an error trigger started, nor for its retries', async () => {
    const last = workflows.add([onError])
    const handler = workflows.add([onError, failing], undefined, { errorWorkflowId: last })
    await run(workflows.add([start, failing], undefined, { errorWorkflowId: handler }))
    const [first] = await until('the outcome', async () => {
      const items = await executionsOf(handler)
      return items.some(({ status }) => status === 'failed') ? items : undefined
    })
    await services.call(RetryExecution, { executionId: first!.id }, ctx)
    await until('the outcome', async () =>
      (await executionsOf(handler)).every(({ status }) => status === 'failed') ? true : undefined,
    )
    // Whatever failed before this one is told of before this one.
    const after = workflows.add([onError])
    await run(workflows.add([start, failing], undefined, { errorWorkflowId: after }))
    await until('the outcome', async () => ((await executionsOf(after)).length === 1 ? true : undefined))
    expect(await executionsOf(last)).toEqual([])
  })

  test('that are missing or have no error trigger keep nobody else from being told', async () => {
    const handler = workflows.add([onError])
    await run(workflows.add([start, failing], undefined, { errorWorkflowId: newId() }))
    await run(workflows.add([start, failing], undefined, { errorWorkflowId: workflows.add([start]) }))
    await run(workflows.add([start, failing], undefined, { errorWorkflowId: handler }))
    await until('the outcome', async () => ((await executionsOf(handler)).length === 1 ? true : undefined))
  })

  test('start for a timeout but not for what was cancelled', async () => {
    const handler = workflows.add([onError])
    const slow = workflows.add([start, http], undefined, { errorWorkflowId: handler })
    const { id } = await services.call(StartExecution, { workflowId: slow, input: {}, waitMs: 0 }, ctx)
    await services.call(CancelExecution, { executionId: id }, ctx)
    const timed = workflows.add([start, http], undefined, { errorWorkflowId: handler, timeoutMs: 100 })
    await run(timed)
    await until('the outcome', async () => ((await executionsOf(handler)).length > 0 ? true : undefined))
    const [{ id: startedId } = { id: '' }, ...others] = await executionsOf(handler)
    const { output } = await services.call(GetExecution, { executionId: startedId, include: 'data' }, ctx)
    expect(output).toMatchObject([{ json: { execution: { workflowId: timed } } }])
    expect(others).toEqual([])
  })
})
