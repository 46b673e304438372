import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { GetExecution, StartExecution } from '@linkflow/contracts'
import type { WorkflowSettings } from '@linkflow/graph'
import { newId } from '@linkflow/kernel'
import { contexts, startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { NodeStandIn } from './node-stand-in.fixture.js'
import { execution } from './service.js'
import { WorkflowStandIn } from './workflow-stand-in.fixture.js'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'

let services: TestServices
let workflows: WorkflowStandIn
let nodes: NodeStandIn
const ctx = { ...contexts.user(), traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` }

beforeAll(async () => {
  services = await startServices([execution], { env: { EXECUTION_POLL_MS: '20' } })
  workflows = await WorkflowStandIn.serve(services.transport)
  nodes = await NodeStandIn.serve(services.transport)
})
afterAll(() => services.close())

async function start(settings?: WorkflowSettings): Promise<string> {
  const workflowId = workflows.add(
    [
      { id: 'start', type: 'manual-trigger' },
      { id: 'call', type: 'http-request', parameters: { method: 'GET', url: 'http://x/' } },
    ],
    undefined,
    settings,
  )
  nodes.traceIds.length = 0
  return (await services.call(StartExecution, { workflowId }, ctx)).id
}
const succeeded = (executionId: string) =>
  until('it succeeds', async () => (await services.call(GetExecution, { executionId }, ctx)).status === 'succeeded')

test('an execution that was queued belongs to the trace of who started it', async () => {
  await succeeded(await start({ concurrency: 1 }))
  expect(nodes.traceIds).toEqual([TRACE_ID])
})

test('an execution that is taken over stays in its trace', async () => {
  nodes.answers(
    (_, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  const id = await start()
  await until('it runs', () => nodes.traceIds.length === 1)
  nodes.answers(async () => ({ outputs: { main: [{ json: {} }] } }))
  // What a process leaves behind that died.
  await services.database.query(`update execution.execution_leases set owner = $2 where execution_id = $1`, [
    id,
    newId(),
  ])
  await succeeded(id)
  expect(nodes.traceIds).toEqual([TRACE_ID, TRACE_ID])
})
