import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { GetExecution, StartExecution } from '@linkflow/contracts'
import { contexts, startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { NodeStandIn } from './node-stand-in.fixture.js'
import { execution } from './service.js'
import { WorkflowStandIn } from './workflow-stand-in.fixture.js'

let services: TestServices
let nodes: NodeStandIn
let workflowId: string

beforeAll(async () => {
  services = await startServices([execution], { env: { EXECUTION_POLL_MS: '20', EXECUTION_WORKERS: '2' } })
  nodes = await NodeStandIn.serve(services.transport)
  const workflows = await WorkflowStandIn.serve(services.transport)
  workflowId = workflows.add([
    { id: 'start', type: 'manual-trigger' },
    { id: 'call', type: 'http-request', parameters: { method: 'GET', url: 'http://x/' } },
  ])
})
afterAll(() => services.close())

test('a workspace with one execution does not wait for another one’s hundred', async () => {
  const order: string[] = []
  let open = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  nodes.answers(async ({ executionId }) => {
    order.push(executionId)
    await gate
    return { outputs: { main: [{ json: {} }] } }
  })
  const noisy = contexts.user()
  const quiet = contexts.user()
  const start = (ctx: typeof noisy) => services.call(StartExecution, { workflowId }, ctx)
  const many = await Promise.all(Array.from({ length: 100 }, () => start(noisy)))
  const one = await start(quiet)
  await until('both workers to be busy', () => order.length === 2)
  open()
  await until('all to have run', () => order.length === 101)
  // Two were running when it came; from then on the workspaces take turns.
  expect(order.indexOf(one.id)).toBeLessThan(5)
  const status = async ({ id }: { id: string }, ctx: typeof noisy) =>
    (await services.call(GetExecution, { executionId: id }, ctx)).status
  await until('all to succeed', async () =>
    (await Promise.all([...many.map((run) => status(run, noisy)), status(one, quiet)])).every((s) => s === 'succeeded'),
  )
})
