import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CancelExecution,
  ExecutionDropped,
  GetExecution,
  ListExecutions,
  QueueFull,
  StartTriggered,
} from '@linkflow/contracts'
import type { ConcurrencySettings } from '@linkflow/graph'
import { newId } from '@linkflow/kernel'
import { contexts, startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { NodeStandIn } from './node-stand-in.fixture.js'
import { execution } from './service.js'
import { WorkflowStandIn } from './workflow-stand-in.fixture.js'

const QUEUE = 20

let services: TestServices
let workflows: WorkflowStandIn
let nodes: NodeStandIn

beforeAll(async () => {
  services = await startServices([execution], { env: { EXECUTION_POLL_MS: '20', EXECUTION_QUEUE: `${QUEUE}` } })
  workflows = await WorkflowStandIn.serve(services.transport)
  nodes = await NodeStandIn.serve(services.transport)
  nodes.answers(
    (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
  )
})
afterAll(() => services.close())

/** A workflow that runs until it is cancelled, in a workspace of its own. */
function endless(concurrency: ConcurrencySettings) {
  const ctx = contexts.user()
  const trigger = contexts.service('schedule', ctx.workspaceId)
  const workflowId = workflows.add(
    [
      { id: 'start', type: 'manual-trigger' },
      { id: 'call', type: 'http-request', parameters: { method: 'GET', url: 'http://x/' } },
    ],
    undefined,
    { concurrency },
  )
  const request = {
    workflowId,
    trigger: 'schedule' as const,
    items: [{ json: {} }],
    waitFor: 'accepted' as const,
    waitMs: 0,
  }
  const deliver = (key: string) =>
    services.call(StartTriggered, { ...request, idempotencyKey: `schedule:${workflowId}:${key}` }, trigger)
  const executions = async () => (await services.call(ListExecutions, {}, ctx)).items
  const status = async (executionId: string) => (await services.call(GetExecution, { executionId }, ctx)).status
  const runs = (executionId: string) => until('it runs', async () => (await status(executionId)) === 'running')
  const cancel = (executionId: string) => services.call(CancelExecution, { executionId }, ctx)
  const asked = async () => {
    const statement = `select execution_id from execution.execution_signals where workspace_id = $1`
    return (await services.database.query(statement, [ctx.workspaceId])).length
  }
  return { deliver, executions, status, runs, cancel, asked, workflowId, workspaceId: ctx.workspaceId }
}

describe('a repeat is given the first answer', () => {
  test('cancel-previous: and the execution it repeats goes on', async () => {
    const { deliver, executions, runs, status, asked, cancel } = endless({ limit: 1, overflow: 'cancel-previous' })
    const { executionId } = await deliver('a')
    await runs(executionId)
    expect(await deliver('a')).toMatchObject({ executionId, duplicate: true, status: 'running' })
    expect(await asked()).toBe(0)
    expect(await status(executionId)).toBe('running')
    expect(await executions()).toHaveLength(1)
    await cancel(executionId)
  })

  test('drop: and is not refused', async () => {
    const { deliver, cancel } = endless({ limit: 1, overflow: 'drop' })
    const { executionId } = await deliver('a')
    expect(await deliver('a')).toMatchObject({ executionId, duplicate: true })
    await expect(deliver('b')).rejects.toMatchObject({ code: ExecutionDropped.code })
    await cancel(executionId)
  })

  test.each(['drop', 'cancel-previous'] as const)(
    '%s: ten first deliveries at once are one execution',
    async (overflow) => {
      const { deliver, executions, asked, cancel } = endless({ limit: 1, overflow })
      const answers = await Promise.all(Array.from({ length: 10 }, () => deliver('a')))
      expect(new Set(answers.map(({ executionId }) => executionId)).size).toBe(1)
      expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
      expect(await executions()).toHaveLength(1)
      expect(await asked()).toBe(0)
      await cancel(answers[0]!.executionId)
    },
  )
})

describe('ten starts at once of a workflow that allows two', () => {
  const times = <T>(fn: (key: string) => Promise<T>) =>
    Promise.allSettled(Array.from({ length: 10 }, () => fn(newId())))

  test('drop: two are accepted', async () => {
    const { deliver, executions, cancel } = endless({ limit: 2, overflow: 'drop' })
    const results = await times(deliver)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    for (const { id } of await executions()) await cancel(id)
  })

  test('cancel-previous: the last two stay', async () => {
    const { deliver, executions, cancel } = endless({ limit: 2, overflow: 'cancel-previous' })
    await times(deliver)
    const [last, before, ...others] = await until('the others to be cancelled', async () => {
      const all = await executions()
      return all.filter(({ status }) => status === 'cancelled').length === 8 && all
    })
    expect(others.map(({ status }) => status)).toEqual(Array(8).fill('cancelled'))
    await until('the two to run', async () =>
      (await executions()).slice(0, 2).every(({ status }) => status === 'running'),
    )
    for (const { id } of [last!, before!]) await cancel(id)
  })
})

test('an execution is accepted together with the end of what it replaces, or not at all', async () => {
  const { deliver, executions, runs, status, cancel, workspaceId } = endless({ limit: 1, overflow: 'cancel-previous' })
  const { executionId } = await deliver('a')
  await runs(executionId)
  const alter = (change: string) => services.database.query(`alter table execution.execution_signals ${change}`)
  await alter(`add constraint refuses check (workspace_id <> '${workspaceId}')`)
  await expect(deliver('b')).rejects.toMatchObject({ status: 500 })
  expect(await executions()).toHaveLength(1)
  await alter('drop constraint refuses')
  const replacement = await deliver('b')
  await until('the first is cancelled', async () => (await status(executionId)) === 'cancelled')
  await runs(replacement.executionId)
  await cancel(replacement.executionId)
})

test('an execution that is cancelled while it is queued reaches nothing', async () => {
  const { deliver, runs, status, cancel } = endless({ limit: 1 })
  const first = await deliver('a')
  await runs(first.executionId)
  const { executionId } = await deliver('b')
  await cancel(executionId)
  await until('it is cancelled', async () => (await status(executionId)) === 'cancelled')
  expect(nodes.callsOf(executionId)).toEqual([])
  await cancel(first.executionId)
})

test('a workspace with many such starts keeps no other one from starting', async () => {
  const { deliver, executions, cancel, workflowId } = endless({ limit: 1, overflow: 'cancel-previous' })
  const other = endless({ limit: 1, overflow: 'drop' })
  const lock = (change: string) =>
    services.database.query(`select ${change}(hashtextextended('linkflow/turn/' || $1, 0))`, [workflowId])
  await lock('pg_advisory_lock')
  const refused: unknown[] = []
  const keys = Array.from({ length: QUEUE + 1 }, (_, index) => `${index}`)
  const all = keys.map((key) => deliver(key).catch((error: unknown) => void refused.push(error)))
  await until('there is no room for more', () => refused.length > 0)
  const { executionId } = await other.deliver('a')
  await lock('pg_advisory_unlock')
  await Promise.all(all)
  expect(refused).toMatchObject([{ code: QueueFull.code }])
  const [last] = await executions()
  await cancel(last!.id)
  await other.cancel(executionId)
})
