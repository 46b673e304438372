import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CancelExecution,
  ExecutionNotFound,
  GetExecution,
  ListExecutionEvents,
  ListExecutions,
  RetryExecution,
  StartExecution,
  StartTriggered,
} from '@linkflow/contracts'
import { IdempotencyConflict, newId } from '@linkflow/kernel'
import { contexts, startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { NodeStandIn, nodeFailure } from './node-stand-in.fixture.js'
import { execution } from './service.js'
import { WorkflowStandIn } from './workflow-stand-in.fixture.js'

const trigger = { id: 'start', type: 'manual-trigger' }
const set = (id: string, fields: Record<string, unknown>, more: object = {}) => ({
  id,
  type: 'set',
  parameters: { fields },
  ...more,
})
const http = (id: string, more: object = {}) => ({
  id,
  type: 'http-request',
  parameters: { method: 'POST', url: 'http://x/{{ $json.n }}' },
  ...more,
})

describe.each(['local', 'nats'] as const)('executions over the %s transport', (transport) => {
  let services: TestServices
  let workflows: WorkflowStandIn
  let nodes: NodeStandIn
  const ctx = contexts.user()

  beforeAll(async () => {
    services = await startServices([execution], { transport, env: { EXECUTION_POLL_MS: '50' } })
    workflows = await WorkflowStandIn.serve(services.transport)
    nodes = await NodeStandIn.serve(services.transport)
  })
  afterAll(() => services.close())

  const start = (workflowId: string, input: unknown = {}, waitMs = 20_000, as = ctx) =>
    services.call(StartExecution, { workflowId, input, waitMs }, as)
  const statusOf = (run: { nodes: { nodeId: string; status: string }[] }, nodeId: string) =>
    run.nodes.filter((node) => node.nodeId === nodeId).map(({ status }) => status)

  test('pure nodes run in a row and the last one’s items are the output', async () => {
    const id = workflows.add([
      trigger,
      set('a', { twice: '{{ $json.n * 2 }}' }),
      set('b', { text: 'n is {{ $json.n }}' }),
    ])
    const run = await start(id, { n: 21 })
    expect(run).toMatchObject({ status: 'succeeded', finished: true })
    expect(run.output).toMatchObject([{ json: { n: 21, twice: 42, text: 'n is 21' } }])
    expect(run.nodes.map(({ nodeId, status }) => [nodeId, status])).toEqual([
      ['start', 'succeeded'],
      ['a', 'succeeded'],
      ['b', 'succeeded'],
    ])
    const read = await services.call(GetExecution, { executionId: run.id, include: 'data' }, ctx)
    expect(read.output).toEqual(run.output)
    expect(read.nodes[1]?.outputs).toEqual({ main: [expect.objectContaining({ json: { n: 21, twice: 42 } })] })
  })

  test('branches: the road not taken is skipped, a join waits for the taken one', async () => {
    const id = workflows.add(
      [
        trigger,
        { id: 'if', type: 'if', parameters: { condition: '{{ $json.n > 1 }}' } },
        set('yes', { way: 'yes' }),
        set('no', { way: 'no' }),
        set('end', { seen: '{{ $json.way }}' }),
      ],
      [
        { source: 'start', target: 'if' },
        { source: 'if', sourcePort: 'true', target: 'yes' },
        { source: 'if', sourcePort: 'false', target: 'no' },
        { source: 'yes', target: 'end' },
        { source: 'no', target: 'end' },
      ],
    )
    const run = await start(id, { n: 2 })
    expect(run.output).toMatchObject([{ json: { seen: 'yes' } }])
    expect(statusOf(run, 'no')).toEqual(['skipped'])
  })

  test('parallel branches reach outside at the same time and meet', async () => {
    let together = 0
    let most = 0
    nodes.answers(async ({ nodeId }) => {
      most = Math.max(most, ++together)
      await until('the other branch', () => most === 2)
      together -= 1
      return { outputs: { main: [{ json: { from: nodeId } }] } }
    })
    const id = workflows.add(
      [trigger, http('a'), http('b'), { id: 'merge', type: 'merge', parameters: {} }],
      [
        { source: 'start', target: 'a' },
        { source: 'start', target: 'b' },
        { source: 'a', target: 'merge', targetPort: 'input-1' },
        { source: 'b', target: 'merge', targetPort: 'input-2' },
      ],
    )
    const run = await start(id)
    expect(run.status).toBe('succeeded')
    expect(run.output?.map(({ json }) => json)).toEqual([{ from: 'a' }, { from: 'b' }])
  })

  test('a node outside gets resolved requests, every attempt the same under the same key', async () => {
    nodes.answers(async ({ attempt }) => {
      if (attempt < 3) throw nodeFailure('http/status')
      return { outputs: { main: [{ json: { ok: true } }] } }
    })
    const retry = { maxTries: 3, backoff: 'fixed', delayMs: 1 }
    const run = await start(
      workflows.add([trigger, http('call', { settings: { retry } }), set('after', { done: true })]),
      { n: 7 },
    )
    expect(run.status).toBe('succeeded')
    const calls = nodes.callsOf(run.id)
    expect(calls.map(({ idempotencyKey }) => idempotencyKey)).toEqual(Array(3).fill(`${run.id}:call`))
    for (const { requests } of calls) expect(requests).toEqual([{ method: 'POST', url: 'http://x/7' }])
    expect(statusOf(run, 'call')).toEqual(['failed', 'failed', 'succeeded'])
  })

  test.each([
    ['stop', 'failed', []],
    ['continue', 'succeeded', ['after']],
    ['error-output', 'succeeded', ['rescue']],
  ] as const)('a failed node with onError %s', async (onError, status, ran) => {
    nodes.answers(() => Promise.reject(nodeFailure('http/status', false)))
    const id = workflows.add(
      [
        trigger,
        http('call', { settings: { onError } }),
        set('after', { done: true }),
        set('rescue', { code: '{{ $json.error.code }}' }),
      ],
      [
        { source: 'start', target: 'call' },
        { source: 'call', target: 'after' },
        ...(onError === 'error-output' ? [{ source: 'call', sourcePort: 'error', target: 'rescue' }] : []),
      ],
    )
    const run = await start(id)
    expect(run.status).toBe(status)
    for (const node of ran) expect(statusOf(run, node)).toEqual(['succeeded'])
    if (onError === 'stop') expect(run.error).toMatchObject({ code: 'http/status', nodeId: 'call', attempt: 1 })
    if (onError === 'error-output') expect(run.output).toMatchObject([{ json: { code: 'http/status' } }])
  })

  test('an expression that fails names the node, the expression and what was undefined', async () => {
    const run = await start(workflows.add([trigger, set('bad', { x: '{{ $json.a.b }}' })]))
    expect(run.error).toMatchObject({
      code: 'expression/undefined',
      nodeId: 'bad',
      details: { pointer: expect.stringContaining('fields') },
    })
  })

  test('a node that takes too long times out, and its caller’s signal aborts', async () => {
    let aborted = false
    nodes.answers(
      (_, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            aborted = true
            reject(new Error('aborted'))
          }),
        ),
    )
    const run = await start(workflows.add([trigger, http('slow', { settings: { timeoutMs: 100 } })]))
    expect(run.error).toMatchObject({ code: 'node/timed-out', nodeId: 'slow' })
    await until('the abort', () => aborted)
  })

  test('a workflow that takes too long is timed-out', async () => {
    nodes.answers(
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    )
    const run = await start(workflows.add([trigger, http('slow')], undefined, { timeoutMs: 100 }))
    expect(run.status).toBe('timed-out')
    expect(statusOf(run, 'slow')).toEqual(['cancelled'])
  })

  test('a running execution is cancelled, a finished one is not', async () => {
    nodes.answers(
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    )
    const run = await start(workflows.add([trigger, http('slow')]), {}, 0)
    expect(run.finished).toBe(false)
    await services.call(CancelExecution, { executionId: run.id }, ctx)
    const read = () => services.call(GetExecution, { executionId: run.id }, ctx)
    await until('cancelled', async () => (await read()).status === 'cancelled')
    await expect(services.call(CancelExecution, { executionId: run.id }, ctx)).rejects.toMatchObject({
      code: 'execution/finished',
    })
  })

  test('a repeat with the same key is given the first execution; another body is refused', async () => {
    const id = workflows.add([trigger, set('a', { n: '{{ $uuid() }}' })])
    const as = (bodyHash: string) =>
      contexts.user({ ...{ workspaceId: ctx.workspaceId }, idempotency: { contract: 'x', key: 'k1', bodyHash } })
    const [first, ...others] = await Promise.all(Array.from({ length: 5 }, () => start(id, {}, 5_000, as('h1'))))
    for (const other of others) expect(other).toMatchObject({ id: first?.id, output: first?.output })
    await expect(start(id, {}, 0, as('h2'))).rejects.toMatchObject({ code: IdempotencyConflict.code })
  })

  test('one payload with what PostgreSQL cannot hold fails alone, if at all', async () => {
    const id = workflows.add([trigger, set('a', { seen: '{{ $json.text }}' })])
    const runs = await Promise.all(
      ['good', 'nul \u0000 inside', 'lone \ud800 surrogate', 'good'].map((text) => start(id, { text })),
    )
    expect(runs.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded'])
    expect(runs[1]?.output).toMatchObject([{ json: { seen: 'nul \u0000 inside' } }])
  })

  test('at most as many run at once as the workflow allows; the others say why they wait', async () => {
    let open: (() => void)[] = []
    nodes.answers(() => new Promise((resolve) => open.push(() => resolve({ outputs: { main: [{ json: {} }] } }))))
    const id = workflows.add([trigger, http('gate')], undefined, { concurrency: 2 })
    const runs = await Promise.all(Array.from({ length: 5 }, () => start(id, {}, 0)))
    await until('two at the gate', () => open.length === 2)
    const statuses = async () =>
      Promise.all(runs.map(async (run) => services.call(GetExecution, { executionId: run.id }, ctx)))
    const waiting = (await statuses()).filter(({ status }) => status === 'queued')
    expect(waiting).toHaveLength(3)
    expect(waiting[0]?.queuedBecause).toContain('at most 2')
    while ((await statuses()).some(({ status }) => status !== 'succeeded')) {
      expect(open.length).toBeLessThanOrEqual(2)
      for (const pass of open.splice(0)) pass()
      await until(
        'the next at the gate',
        async () => open.length > 0 || (await statuses()).every(({ status }) => status === 'succeeded'),
      )
    }
    open = []
  })

  test('overflow: drop refuses, cancel-previous cancels the oldest', async () => {
    nodes.answers(
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    )
    const drop = workflows.add([trigger, http('slow')], undefined, { concurrency: { limit: 1, overflow: 'drop' } })
    const first = await start(drop, {}, 0)
    await expect(start(drop, {}, 0)).rejects.toMatchObject({ code: 'execution/dropped' })
    await services.call(CancelExecution, { executionId: first.id }, ctx)
    const replace = workflows.add([trigger, http('slow')], undefined, {
      concurrency: { limit: 1, overflow: 'cancel-previous' },
    })
    const old = await start(replace, {}, 0)
    const young = await start(replace, {}, 0)
    const status = async (id: string) => (await services.call(GetExecution, { executionId: id }, ctx)).status
    await until('the old one to go', async () => (await status(old.id)) === 'cancelled')
    await until('the young one to run', async () => (await status(young.id)) === 'running')
    await services.call(CancelExecution, { executionId: young.id }, ctx)
  })

  test('a failed execution is retried from the failed node, or from the start', async () => {
    nodes.answers(() => Promise.reject(nodeFailure('http/status', false)))
    const id = workflows.add([
      trigger,
      set('before', { id: '{{ $uuid() }}' }),
      http('call'),
      set('after', { done: true }),
    ])
    const failed = await start(id, { n: 1 })
    expect(failed.status).toBe('failed')
    nodes.answers(async () => ({ outputs: { main: [{ json: { ok: true } }] } }))
    const finish = async (from: 'failed-node' | 'start') => {
      const retried = await services.call(RetryExecution, { executionId: failed.id, from }, ctx)
      expect(retried).toMatchObject({ retryOf: failed.id, trigger: 'retry' })
      const read = () => services.call(GetExecution, { executionId: retried.id, include: 'data' }, ctx)
      await until('the retry to finish', async () => (await read()).status === 'succeeded')
      return read()
    }
    const uuid = (run: { nodes: { nodeId: string; outputs?: Record<string, { json?: unknown }[]> }[] }) =>
      run.nodes.find(({ nodeId }) => nodeId === 'before')?.outputs?.main?.[0]?.json
    expect(uuid(await finish('failed-node'))).toEqual(
      uuid(await services.call(GetExecution, { executionId: failed.id, include: 'data' }, ctx)),
    )
    expect(uuid(await finish('start'))).not.toEqual(uuid(failed as never))
  })

  test('live events carry the history’s numbers without a gap', async () => {
    nodes.answers(async () => ({ outputs: { main: [{ json: {} }] } }))
    const run = await start(workflows.add([trigger, http('call'), set('after', {})]))
    const { events, finished } = await services.call(ListExecutionEvents, { executionId: run.id, afterSeq: 0 }, ctx)
    expect(finished).toBe(true)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
    expect(events.map(({ type, nodeId }) => (nodeId ? `${type} ${nodeId}` : type))).toEqual([
      'execution.started',
      'node.succeeded start',
      'node.started call',
      'node.succeeded call',
      'node.succeeded after',
      'execution.succeeded',
    ])
    const rest = await services.call(ListExecutionEvents, { executionId: run.id, afterSeq: 4 }, ctx)
    expect(rest.events.map(({ seq }) => seq)).toEqual([5, 6])
  })

  test('a trigger waits for what it asked for', async () => {
    const id = workflows.add([
      { id: 'hook', type: 'webhook-trigger', parameters: { respond: 'respond-node' } },
      { id: 'reply', type: 'respond-to-webhook', parameters: { status: 201, body: '{{ $json.body }}' } },
      http('later'),
    ])
    nodes.answers(
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    )
    const as = contexts.service('webhook', ctx.workspaceId)
    const input = {
      workflowId: id,
      version: 1,
      nodeId: 'hook',
      trigger: 'webhook' as const,
      items: [{ json: { body: { hi: 1 } } }],
      waitMs: 10_000,
    }
    const key = { idempotencyKey: `webhook:${newId()}:e1` }
    const reply = await services.call(StartTriggered, { ...input, ...key, waitFor: 'response' }, as)
    expect(reply).toMatchObject({ duplicate: false, status: 'running', response: { status: 201, body: { hi: 1 } } })
    const again = await services.call(StartTriggered, { ...input, ...key, waitFor: 'response' }, as)
    expect(again).toMatchObject({
      duplicate: true,
      executionId: reply.executionId,
      response: { status: 201, body: { hi: 1 } },
    })
    await services.call(CancelExecution, { executionId: reply.executionId }, ctx)
  })

  test('lists page by page, newest first, and filter', async () => {
    const mine = contexts.user()
    const ok = workflows.add([trigger])
    const bad = workflows.add([trigger, { id: 'stop', type: 'stop-and-error', parameters: { message: 'no' } }])
    const ids: string[] = []
    for (const workflowId of [ok, bad, ok, bad, ok]) ids.push((await start(workflowId, {}, 5_000, mine)).id)
    const all: string[] = []
    let cursor: string | undefined
    do {
      const page = await services.call(ListExecutions, { limit: 2, cursor }, mine)
      all.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(all).toEqual([...ids].reverse())
    const failed = await services.call(ListExecutions, { status: 'failed' }, mine)
    expect(failed.items.map(({ id }) => id)).toEqual([ids[3], ids[1]])
    const ofOne = await services.call(ListExecutions, { workflowId: ok, status: 'succeeded' }, mine)
    expect(ofOne.items).toHaveLength(3)
  })

  test('another workspace sees nothing', async () => {
    const run = await start(workflows.add([trigger]))
    const stranger = contexts.user()
    await expect(services.call(GetExecution, { executionId: run.id }, stranger)).rejects.toMatchObject({
      code: ExecutionNotFound.code,
    })
    expect((await services.call(ListExecutions, {}, stranger)).items).toEqual([])
  })
})
