import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Outputs } from '@linkflow/kernel'
import { advance, hasEnded, initialState, outstanding } from './index.js'
import type { Command, EngineEvent, ExecutionState, Plan } from './index.js'
import { draw, items } from './workflow.fixture.js'

/** How a node behaves whenever it is asked: fails so often, then waits or gives so many items. */
interface Behaviour {
  failures: number
  waits: boolean
  outputs: Outputs
  retry: boolean
  disabled: boolean
  onError: 'stop' | 'continue' | 'error-output'
}
interface World {
  plan: Plan
  behaviours: Record<string, Behaviour>
}

const ports = fc.constantFrom('main', 'other', 'error')
const inputPorts = fc.constantFrom('main', 'input-1', 'input-2')

function worlds(...onError: Behaviour['onError'][]): fc.Arbitrary<World> {
  const behaviour = fc.record({
    failures: fc.constantFrom(0, 0, 0, 1, 2, 3),
    waits: fc.constantFrom(false, false, false, true),
    outputs: fc.record({
      main: fc.nat(2).map((n) => items(...Array(n).keys())),
      other: fc.nat(1).map((n) => items(...Array(n).keys())),
    }),
    retry: fc.boolean(),
    disabled: fc.constantFrom(false, false, false, true),
    onError: fc.constantFrom(...onError),
  })
  const edge = fc.record({ from: fc.nat(9), to: fc.nat(9), port: ports, target: inputPorts })
  return fc
    .record({
      edges: fc.array(edge, { minLength: 1, maxLength: 24 }),
      list: fc.array(behaviour, { minLength: 10, maxLength: 10 }),
      timed: fc.boolean(),
    })
    .map(({ edges, list, timed }) => {
      const names = ['t', 't2', ...'abcdefgh']
      const drawing = edges.map(({ from, to, port, target }) => {
        // Edges lead from lower to higher numbers, so there is no cycle; the first two nodes are triggers.
        const [low, high] = [Math.min(from, to), Math.max(from, to, 2)]
        return `${names[low === high ? 0 : low]}.${port}>${names[high]}:${target}`
      })
      const behaviours = Object.fromEntries(names.map((name, i) => [name, list[i] as Behaviour]))
      const retry = { maxTries: 3, backoff: 'exponential', delayMs: 10 } as const
      const nodes = Object.fromEntries(
        names.map((name) => {
          const b = behaviours[name] as Behaviour
          return [name, { disabled: b.disabled, settings: { onError: b.onError, ...(b.retry ? { retry } : {}) } }]
        }),
      )
      const plan = draw(['t>a', ...new Set(drawing)].join(' '), { nodes, settings: timed ? { timeoutMs: 1e6 } : {} })
      return { plan, behaviours }
    })
}

interface Outcome {
  state: ExecutionState
  history: EngineEvent[]
  told: Command[]
}

/** Plays the shell until the execution finishes; `pick` chooses which of the things under way happens next. */
function play({ plan, behaviours }: World, pick: (choices: number) => number, past: EngineEvent[] = []): Outcome {
  const history: EngineEvent[] = []
  const told: Command[] = []
  let state = initialState(plan, { executionId: 'e' })
  let underWay: Command[] = []
  const feed = (event: EngineEvent) => {
    const result = advance(plan, state, event)
    state = result.state
    history.push(event)
    return result.commands
  }
  const accept = (commands: Command[]) => {
    told.push(...commands)
    for (const command of commands) {
      if (command.type === 'run-node') underWay.push(command)
      else if (command.type === 'start-wait' && command.kind !== 'execution-timeout') underWay.push(command)
      else if (command.type === 'finish') underWay = []
    }
  }
  past.forEach(feed)
  accept(past.length > 0 ? outstanding(plan, state) : feed({ type: 'started', at: 1, trigger: 't', items: items('x') }))
  for (let at = 2; underWay.length > 0; at += 1) {
    const [command] = underWay.splice(pick(underWay.length), 1)
    accept(feed(answer(command as Command, behaviours, at)))
  }
  return { state, history, told }
}

function answer(command: Command, behaviours: Record<string, Behaviour>, at: number): EngineEvent {
  if (command.type === 'start-wait') return { type: 'wait-resolved', at, waitId: command.waitId }
  if (command.type !== 'run-node') throw new Error('nothing to answer')
  const { nodeId, attempt } = command
  const { failures, waits, outputs } = behaviours[nodeId] as Behaviour
  const failure = { code: 'test/broken', message: 'Broken.' }
  if (attempt <= failures) return { type: 'node-failed', at, nodeId, attempt, failure }
  if (waits) return { type: 'node-waiting', at, nodeId, attempt, wait: { kind: 'timer', dueAt: at } }
  return { type: 'node-succeeded', at, nodeId, attempt, outputs }
}

const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 40 })
const picker = (numbers: number[]) => {
  let next = 0
  return (count: number) => (numbers[next++ % numbers.length] ?? 0) % count
}
const first = () => 0
const result = ({ state }: Outcome) => ({
  status: state.status,
  nodes: state.nodes.map(({ status, attempt, outputs }) => ({ status, attempt, outputs })),
})

describe('whatever the graph, the outcomes and their order', () => {
  test('an execution finishes exactly once, and no attempt runs twice', () => {
    fc.assert(
      fc.property(worlds('stop', 'continue', 'error-output'), choices, (world, numbers) => {
        const { state, told } = play(world, picker(numbers))
        expect(hasEnded(state)).toBe(true)
        expect(state.waits).toEqual([])
        expect(told.filter(({ type }) => type === 'finish')).toHaveLength(1)
        const runs = told.flatMap((command) =>
          command.type === 'run-node' ? [`${command.nodeId} ${command.attempt}`] : [],
        )
        expect(new Set(runs).size).toBe(runs.length)
      }),
    )
  })

  test('a node runs only on settled connections of which one carries items', () => {
    fc.assert(
      fc.property(worlds('continue', 'error-output'), choices, (world, numbers) => {
        const { state, told } = play(world, picker(numbers))
        expect(state.nodes.every(({ status }) => ['succeeded', 'failed', 'skipped'].includes(status))).toBe(true)
        for (const command of told)
          if (command.type === 'run-node') expect(Object.values(command.inputs).flat().length).toBeGreaterThan(0)
      }),
    )
  })

  test('the order of events does not matter when no failure stops the execution', () => {
    fc.assert(
      fc.property(worlds('continue', 'error-output'), choices, (world, numbers) => {
        expect(result(play(world, picker(numbers)))).toEqual(result(play(world, first)))
      }),
    )
  })

  test('the state is the fold of the history, also through JSON, and events fed twice do not matter', () => {
    fc.assert(
      fc.property(worlds('stop', 'continue', 'error-output'), choices, (world, numbers) => {
        const { state, history } = play(world, picker(numbers))
        const fold = (events: EngineEvent[]) =>
          events.reduce(
            (s, event) => advance(world.plan, s, event).state,
            initialState(world.plan, { executionId: 'e' }),
          )
        expect(fold(JSON.parse(JSON.stringify(history)))).toEqual(state)
        expect(fold(history.flatMap((event) => [event, event]))).toEqual(state)
      }),
    )
  })

  test('a crash at any point, then a new owner: the same result', () => {
    fc.assert(
      fc.property(worlds('continue', 'error-output'), choices, fc.nat(), (world, numbers, cut) => {
        const whole = play(world, picker(numbers))
        const kept = whole.history.slice(0, 1 + (cut % whole.history.length))
        expect(result(play(world, first, kept))).toEqual(result(whole))
      }),
    )
  })

  test('cancelling at any point ends the execution, and leaves nothing under way', () => {
    fc.assert(
      fc.property(worlds('stop', 'continue'), choices, fc.nat(), (world, numbers, cut) => {
        const { history } = play(world, picker(numbers))
        const kept = history.slice(0, cut % history.length)
        const start = initialState(world.plan, { executionId: 'e' })
        const state = kept.reduce((s, event) => advance(world.plan, s, event).state, start)
        const open = outstanding(world.plan, state)
        const { state: ended, commands } = advance(world.plan, state, { type: 'cancel', at: 99 })
        expect(ended.status).toBe('cancelled')
        const count = (list: Command[], type: Command['type']) => list.filter((command) => command.type === type).length
        expect(count(commands, 'abort-node')).toBe(count(open, 'run-node'))
        expect(count(commands, 'end-wait')).toBe(count(open, 'start-wait'))
      }),
    )
  })
})
