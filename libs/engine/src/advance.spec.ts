import { describe, expect, test } from '@jest/globals'
import {
  advance,
  compile,
  DefinitionNotRunnable,
  hasEnded,
  initialState,
  inputsOf,
  outputsOf,
  outstanding,
} from './index.js'
import { catalog, draw, items, Run } from './workflow.fixture.js'

describe('joins and branches', () => {
  test('a line runs node by node and gives the last output', () => {
    const run = new Run(draw('t>a a>b'))
    expect(run.told).toEqual(['run a'])
    expect(run.succeed('a').told).toEqual(['run b'])
    expect(run.succeed('b', { main: [], other: items('x') }).told).toEqual(['finish succeeded'])
    expect(run.commands[0]).toMatchObject({ lastNodeId: 'b', output: items('x') })
    expect(run.state).toMatchObject({ status: 'succeeded', startedAt: 1_000, endedAt: 1_002 })
  })

  test('branches run together, and a join waits for all of them', () => {
    const run = new Run(draw('t>a t>b b>j a>j'))
    expect(run.told).toEqual(['run a', 'run b'])
    expect(run.succeed('a').told).toEqual([])
    expect(run.succeed('b').told).toEqual(['run j'])
    // In the order of the connections, not of the events.
    expect(inputsOf(run.plan, run.state, 'j')).toEqual({ main: items('b', 'a') })
  })

  test('ports of a join stay apart; a dead one is empty', () => {
    const run = new Run(draw('t>a t>b a>j:input-1 b>j:input-2 b.other>j:input-3')).succeed('a').succeed('b')
    expect(run.commands[0]).toMatchObject({ inputs: { 'input-1': items('a'), 'input-2': items('b'), 'input-3': [] } })
  })

  test('the port not taken is dead, transitively; a join lives on what is alive', () => {
    const run = new Run(draw('t>if if>yes if.other>no no>no2 yes>j no2>j no2>end'))
    expect(run.succeed('if').told).toEqual(['run yes'])
    expect(run.succeed('yes').told).toEqual(['run j'])
    expect(run.succeed('j').told).toEqual(['finish succeeded'])
    expect(run.statuses).toMatchObject({ no: 'skipped', no2: 'skipped', end: 'skipped', j: 'succeeded' })
  })

  test('zero items are no items: nothing after them runs', () => {
    expect(new Run(draw('t>a a>b'), 't', []).told).toEqual(['finish succeeded'])
    const run = new Run(draw('t>a a>b')).succeed('a', { main: [] })
    expect(run.statuses).toEqual({ t: 'succeeded', a: 'succeeded', b: 'skipped' })
    expect(run.output).toEqual([])
  })

  test('nested branches join inside out', () => {
    const run = new Run(draw('t>a t>b a>c a>d c>j1 d>j1 j1>j b>j'))
    expect(run.succeed('a').told).toEqual(['run c', 'run d'])
    expect(run.succeed('d').succeed('b').told).toEqual([])
    expect(run.succeed('c').told).toEqual(['run j1'])
    expect(run.succeed('j1').told).toEqual(['run j'])
  })

  test('only the trigger that fired is alive', () => {
    const run = new Run(draw('t>a t2>b a>j b>j'), 't2')
    expect(run.told).toEqual(['run b'])
    expect(run.succeed('b').told).toEqual(['run j'])
    expect(run.statuses).toMatchObject({ t: 'skipped', a: 'skipped', t2: 'succeeded' })
  })

  test('an execution may start in the middle', () => {
    const run = new Run(draw('t>a a>b t>c'), 'a')
    expect(run.told).toEqual(['run b'])
    expect(run.statuses).toMatchObject({ t: 'skipped', c: 'skipped', a: 'succeeded' })
    expect(new Run(draw('t>a'), 'nobody').commands[0]).toMatchObject({ failure: { code: 'execution/unknown-trigger' } })
  })

  test('a disabled node is a wire', () => {
    const run = new Run(draw('t>a a>b', { nodes: { a: { disabled: true } } }))
    expect(run.told).toEqual(['run b'])
    expect(inputsOf(run.plan, run.state, 'b')).toEqual({ main: items(1) })
    expect(new Run(draw('t>a a.other>b', { nodes: { a: { disabled: true } } })).statuses.b).toBe('skipped')
  })
})

describe('failures', () => {
  const withError = (onError: 'stop' | 'continue' | 'error-output') => ({ nodes: { a: { settings: { onError } } } })

  test('stop: the execution fails, and what runs is aborted', () => {
    const run = new Run(draw('t>a t>b a>c')).fail('a')
    expect(run.told).toEqual(['abort b', 'finish failed'])
    expect(run.statuses).toEqual({ t: 'succeeded', a: 'failed', b: 'cancelled', c: 'pending' })
    expect(run.state.failure).toEqual({ code: 'test/broken', message: 'Broken.', nodeId: 'a', attempt: 1 })
  })

  test('continue: each item goes on and says what went wrong', () => {
    const run = new Run(draw('t>a a>b a.error>c', withError('continue')), 't', items(1, 2)).fail('a')
    expect(run.told).toEqual(['run b'])
    const error = { code: 'test/broken', message: 'Broken.' }
    expect(outputsOf(run.plan, run.state, 'a')).toEqual({
      main: [
        { json: { value: 1, error }, source: [{ index: 0 }] },
        { json: { value: 2, error }, source: [{ index: 1 }] },
      ],
    })
    expect(run.statuses).toMatchObject({ a: 'failed', c: 'skipped' })
    expect(run.succeed('b').told).toEqual(['finish succeeded'])
  })

  test('continue: there is an item even when the first input had none', () => {
    const run = new Run(draw('t>a:input-1 a>b', withError('continue'))).fail('a')
    expect(inputsOf(run.plan, run.state, 'b')?.main).toHaveLength(1)
  })

  test('error-output: only the port error is alive', () => {
    const run = new Run(draw('t>a a>b a.error>c', withError('error-output'))).fail('a')
    expect(run.told).toEqual(['run c'])
    expect(run.statuses.b).toBe('skipped')
  })
})

describe('tries', () => {
  const retrying = (backoff: 'fixed' | 'exponential', rest = {}) =>
    draw('t>a', { nodes: { a: { settings: { retry: { maxTries: 3, backoff, delayMs: 100, ...rest } } } } })

  test('a failed try waits, then runs as the next attempt', () => {
    const run = new Run(retrying('fixed')).fail('a')
    expect(run.commands).toEqual([
      { type: 'start-wait', waitId: 'a:retry:1', kind: 'retry', nodeId: 'a', dueAt: 1_101 },
    ])
    expect([run.state.status, run.statuses.a]).toEqual(['waiting', 'waiting'])
    expect(run.resolve('a:retry:1').told).toEqual(['run a 2'])
    expect(run.state.status).toBe('running')
    expect(run.fail('a', { attempt: 2 }).told).toEqual(['wait a:retry:2'])
    expect(run.resolve('a:retry:2').fail('a', { attempt: 3 }).told).toEqual(['finish failed'])
  })

  test('what cannot be retried is not', () => {
    expect(new Run(retrying('fixed')).fail('a', { retryable: false }).told).toEqual(['finish failed'])
  })

  test('the other side may ask for more time', () => {
    expect(new Run(retrying('fixed')).fail('a', { retryAfterMs: 5_000 }).state.waits[0]?.dueAt).toBe(6_001)
  })
})

describe('waits', () => {
  const wait = (kind: 'timer' | 'token') => (run: Run) =>
    run.feed({ type: 'node-waiting', at: 2_000, nodeId: 'a', attempt: 1, wait: { kind, dueAt: 9_000 } })

  test('a timer resolves to what came in', () => {
    const run = wait('timer')(new Run(draw('t>a a>b')))
    expect(run.commands).toEqual([
      { type: 'start-wait', waitId: 'a:timer:1', kind: 'timer', nodeId: 'a', dueAt: 9_000 },
    ])
    expect(run.state.status).toBe('waiting')
    expect(run.resolve('a:timer:1').told).toEqual(['run b'])
    expect(inputsOf(run.plan, run.state, 'b')).toEqual({ main: items(1) })
  })

  test('a token resolves to what it was answered with', () => {
    const run = wait('token')(new Run(draw('t>a a>b a.other>c')))
    run.feed({ type: 'wait-resolved', at: 3_000, waitId: 'a:token:1', outcome: { other: items('yes') } })
    expect(run.told).toEqual(['run c'])
  })

  test('an execution waits only when nothing runs', () => {
    const run = wait('timer')(new Run(draw('t>a t>b')))
    expect(run.state.status).toBe('running')
    expect(run.succeed('b').state.status).toBe('waiting')
  })
})

describe('ends', () => {
  const limited = () => new Run(draw('t>a t>b', { settings: { timeoutMs: 500 } }))

  test('the time limit is a wait that ends with the execution', () => {
    const run = limited()
    expect(run.commands[0]).toEqual({
      type: 'start-wait',
      waitId: 'execution-timeout',
      kind: 'execution-timeout',
      dueAt: 1_500,
    })
    expect(run.succeed('a').succeed('b').told).toEqual(['end execution-timeout', 'finish succeeded'])
  })

  test('time is up', () => {
    const run = limited().succeed('a').resolve('execution-timeout')
    expect(run.told).toEqual(['abort b', 'finish timed-out'])
    expect(run.state.failure?.code).toBe('execution/timed-out')
  })

  test('cancel aborts what runs and ends what waits', () => {
    const run = limited()
    run.feed({ type: 'node-waiting', at: 1_001, nodeId: 'a', attempt: 1, wait: { kind: 'token' } })
    run.feed({ type: 'cancel', at: 1_002, reason: 'Enough.' })
    expect(run.told).toEqual(['abort b', 'end execution-timeout', 'end a:token:1', 'finish cancelled'])
    expect(run.statuses).toMatchObject({ a: 'cancelled', b: 'cancelled' })
    expect(run.state.failure).toEqual({ code: 'execution/cancelled', message: 'Enough.' })
  })

  test('an execution can be cancelled before it starts', () => {
    const plan = draw('t>a')
    const { state, commands } = advance(plan, initialState(plan, { executionId: 'e' }), { type: 'cancel', at: 1 })
    expect(hasEnded(state)).toBe(true)
    expect(commands).toMatchObject([{ type: 'finish', status: 'cancelled', output: [] }])
  })
})

test('what comes late or twice changes nothing', () => {
  const run = new Run(
    draw('t>a t>b a>c', { nodes: { b: { settings: { retry: { maxTries: 2, backoff: 'fixed', delayMs: 1 } } } } }),
  )
  const ignored = (act: (run: Run) => Run) => {
    const { state } = run
    expect(act(run).told).toEqual([])
    expect(run.state).toBe(state)
  }
  ignored((r) => r.succeed('c'))
  ignored((r) => r.succeed('nobody'))
  ignored((r) => r.succeed('a', {}, 2))
  ignored((r) => r.feed({ type: 'started', at: 2, trigger: 't', items: items(9) }))
  run.succeed('a')
  ignored((r) => r.succeed('a'))
  ignored((r) => r.fail('a'))
  run.fail('b')
  ignored((r) => r.succeed('b'))
  ignored((r) => r.resolve('b:retry:9'))
  run.resolve('b:retry:1')
  ignored((r) => r.resolve('b:retry:1'))
  ignored((r) => r.fail('b'))
  run.feed({ type: 'cancel', at: 3 })
  ignored((r) => r.succeed('c'))
  ignored((r) => r.feed({ type: 'cancel', at: 4 }))
})

test('every change of a status is told, also of nodes that never run', () => {
  const plan = draw('t>d d>a t.other>s', { nodes: { d: { disabled: true } } })
  const started = advance(plan, initialState(plan, { executionId: 'e' }), {
    type: 'started',
    at: 5,
    trigger: 't',
    items: items(1, 2),
  })
  expect(started.changes).toEqual([
    { nodeId: 't', status: 'succeeded', attempt: 1, at: 5, items: { main: 2 } },
    { nodeId: 'd', status: 'succeeded', attempt: 0, at: 5, items: { main: 2 } },
    { nodeId: 's', status: 'skipped', attempt: 0, at: 5 },
  ])
  const running = advance(plan, started.state, { type: 'node-started', at: 6, nodeId: 'a', attempt: 1 })
  expect(running.changes).toEqual([{ nodeId: 'a', status: 'running', attempt: 1, at: 6 }])
})

test('outstanding tells what a new owner has to do', () => {
  const run = new Run(
    draw('t>a t>b t>c', { nodes: { c: { settings: { timeoutMs: 7 } } }, settings: { timeoutMs: 500 } }),
  )
  run.feed({ type: 'node-started', at: 1_001, nodeId: 'a', attempt: 1 }).succeed('b')
  expect(outstanding(run.plan, run.state)).toEqual([
    { type: 'start-wait', waitId: 'execution-timeout', kind: 'execution-timeout', dueAt: 1_500 },
    { type: 'run-node', nodeId: 'a', attempt: 1, inputs: { main: items(1) } },
    { type: 'run-node', nodeId: 'c', attempt: 1, inputs: { main: items(1) }, timeoutMs: 7 },
  ])
  run.succeed('a').succeed('c')
  expect(outstanding(run.plan, run.state)).toEqual([run.commands.at(-1)])
})

test.each([
  ['unknown-node-type', [{ id: 'a', type: 'zap', parameters: {} }], []],
  ['duplicate-node-id', [1, 2].map(() => ({ id: 'a', type: 'step', parameters: {} })), []],
  ['dangling-connection', [{ id: 'a', type: 'step', parameters: {} }], [{ source: 'a', target: 'b' }]],
  ['self-connection', [{ id: 'a', type: 'step', parameters: {} }], [{ source: 'a', target: 'a' }]],
  [
    'cycle',
    ['a', 'b'].map((id) => ({ id, type: 'step', parameters: {} })),
    [
      { source: 'a', target: 'b' },
      { source: 'b', target: 'a' },
    ],
  ],
])('compile refuses: %s', (reason, nodes, connections) => {
  try {
    compile({ nodes, connections }, catalog)
    expect('compiled').toBe('refused')
  } catch (error) {
    expect(DefinitionNotRunnable.is(error) && error.params.reason).toBe(reason)
  }
})
