import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CancelExecution, GetExecution, NothingFailed, RetryExecution, StartExecution } from '@linkflow/contracts'
import type { InputGiven } from '@linkflow/contracts'
import { contexts, startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { NodeStandIn, nodeFailure } from './node-stand-in.fixture.js'
import { execution } from './service.js'
import { WorkflowStandIn } from './workflow-stand-in.fixture.js'

const trigger = { id: 'start', type: 'manual-trigger' }
const http = (id: string, more: object = {}) => ({
  id,
  type: 'http-request',
  parameters: { method: 'POST', url: 'http://x/' },
  ...more,
})

let services: TestServices
let workflows: WorkflowStandIn
let nodes: NodeStandIn
/** Moves on a second with each look, so that no two things happen at one time. */
const clock = { ms: Date.now(), now: () => new Date((clock.ms += 1000)) }
const ctx = contexts.user()

beforeAll(async () => {
  services = await startServices([execution], { clock, env: { EXECUTION_POLL_MS: '20' } })
  workflows = await WorkflowStandIn.serve(services.transport)
  nodes = await NodeStandIn.serve(services.transport)
})
afterAll(() => services.close())

const get = (executionId: string) => services.call(GetExecution, { executionId, include: 'data' }, ctx)
const finished = (id: string) =>
  until('it finishes', async () => {
    const run = await get(id)
    return run.finishedAt !== undefined && run
  })
const start = async (workflowId: string) => finished((await services.call(StartExecution, { workflowId }, ctx)).id)
const retry = (executionId: string, from?: InputGiven<typeof RetryExecution>['from']) =>
  services.call(RetryExecution, { executionId, from }, ctx)
const fails = () => Promise.reject(nodeFailure('http/status', false))
const works = async () => ({ outputs: { main: [{ json: { ok: true } }] } })

describe('from the failed node', () => {
  test('an execution in which nothing failed is refused; from the start it runs again', async () => {
    nodes.answers(works)
    const run = await start(workflows.add([trigger, http('call')]))
    await expect(retry(run.id)).rejects.toMatchObject({ code: NothingFailed.code, status: 409 })
    const again = await finished((await retry(run.id, 'start')).id)
    expect(again).toMatchObject({ status: 'succeeded', retryOf: run.id })
    expect(nodes.callsOf(again.id)).toHaveLength(1)
  })

  test('a node that failed at first and then succeeded did not fail', async () => {
    let calls = 0
    nodes.answers(() => (++calls === 1 ? Promise.reject(nodeFailure('http/status')) : works()))
    const settings = { retry: { maxTries: 2, backoff: 'fixed', delayMs: 1 } }
    const run = await start(workflows.add([trigger, http('call', { settings })]))
    expect(run.nodes.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'succeeded'])
    await expect(retry(run.id)).rejects.toMatchObject({ code: NothingFailed.code })
  })

  test('a node that failed in an execution that went on runs again', async () => {
    nodes.answers(fails)
    const run = await start(workflows.add([trigger, http('call', { settings: { onError: 'continue' } })]))
    expect(run.status).toBe('succeeded')
    nodes.answers(works)
    const again = await finished((await retry(run.id)).id)
    expect(again.nodes).toMatchObject([{ status: 'succeeded' }, { nodeId: 'call', status: 'succeeded' }])
  })

  test('a cancelled execution goes on', async () => {
    nodes.answers(
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    )
    const { id } = await services.call(StartExecution, { workflowId: workflows.add([trigger, http('call')]) }, ctx)
    await services.call(CancelExecution, { executionId: id }, ctx)
    expect(await finished(id)).toMatchObject({ status: 'cancelled' })
    nodes.answers(works)
    expect(await finished((await retry(id)).id)).toMatchObject({ status: 'succeeded' })
  })

  test.each([
    ['at once', {}],
    ['queued', { concurrency: 1 }],
  ])('its times are its own: %s', async (_how, settings) => {
    nodes.answers(fails)
    const before = { id: 'before', type: 'set', parameters: { fields: { a: 1 } } }
    const run = await start(workflows.add([trigger, before, http('call')], undefined, settings))
    nodes.answers(works)
    const again = await finished((await retry(run.id)).id)
    const { createdAt, startedAt = '', finishedAt = '' } = again
    expect([createdAt, startedAt, finishedAt]).toEqual([createdAt, startedAt, finishedAt].sort())
    for (const node of again.nodes) expect(node.startedAt! >= createdAt).toBe(true)
    expect(again.durationMs).toBeGreaterThan(0)
  })
})
