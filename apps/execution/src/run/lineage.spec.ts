import { expect, test } from '@jest/globals'
import { advance, compile, initialState } from '@linkflow/engine'
import type { EngineEvent } from '@linkflow/engine'
import type { NodeDefinition } from '@linkflow/graph'
import type { Item } from '@linkflow/kernel'
import { catalog } from '@linkflow/nodes'
import { ancestor } from './lineage.js'

const node = (id: string, type = 'no-op', more: Partial<NodeDefinition> = {}): NodeDefinition => ({
  id,
  type,
  version: 1,
  name: id,
  parameters: {},
  ...more,
})
const item = (n: string, ...from: number[]): Item => ({ json: { n }, source: from.map((index) => ({ index })) })

function run(nodes: NodeDefinition[], pairs: [string, string][], outputs: Record<string, Item[]>) {
  const plan = compile({ nodes, connections: pairs.map(([source, target]) => ({ source, target })) }, catalog)
  let state = initialState(plan, { executionId: 'e' })
  const feed = (event: EngineEvent) => (state = advance(plan, state, event).state)
  feed({ type: 'started', at: 0, trigger: 'start', items: outputs.start ?? [] })
  for (const { id } of nodes.slice(1))
    if (outputs[id]) feed({ type: 'node-succeeded', nodeId: id, attempt: 1, at: 0, outputs: { main: outputs[id] } })
  return (from: string, index: number, to: string) =>
    ancestor(plan, state, plan.indexes.get(from)!, { port: 'main', index }, plan.indexes.get(to)!)?.json.n
}

const start = node('start', 'manual-trigger')

test('an item is followed to the one it was made from', () => {
  const trace = run(
    [start, node('a'), node('b'), node('end')],
    [
      ['start', 'a'],
      ['a', 'b'],
      ['b', 'end'],
    ],
    { start: [item('s0'), item('s1')], a: [item('a0', 1), item('a1', 0)], b: [item('b0', 1)] },
  )
  expect(trace('end', 0, 'b')).toBe('b0')
  expect(trace('end', 0, 'a')).toBe('a1')
  expect(trace('end', 0, 'start')).toBe('s0')
})

test('of two branches that meet, the one the item came from is followed', () => {
  const trace = run(
    [start, node('a'), node('b'), node('end')],
    [
      ['start', 'a'],
      ['start', 'b'],
      ['a', 'end'],
      ['b', 'end'],
    ],
    { start: [item('s0'), item('s1')], a: [item('a0', 0)], b: [item('b0', 1)] },
  )
  expect(trace('end', 0, 'start')).toBe('s0')
  expect(trace('end', 1, 'start')).toBe('s1')
  expect(trace('end', 1, 'a')).toBeUndefined()
})

test('a disabled node passes items on without breaking the trace', () => {
  const trace = run(
    [start, node('a'), node('off', 'no-op', { disabled: true }), node('end')],
    [
      ['start', 'a'],
      ['a', 'off'],
      ['off', 'end'],
    ],
    { start: [item('s0'), item('s1')], a: [item('a0', 1)] },
  )
  expect(trace('end', 0, 'a')).toBe('a0')
  expect(trace('end', 0, 'start')).toBe('s1')
})

test('an item without a source leads nowhere', () => {
  const trace = run(
    [start, node('sum'), node('end')],
    [
      ['start', 'sum'],
      ['sum', 'end'],
    ],
    { start: [item('s0')], sum: [{ json: { n: 'total' } }] },
  )
  expect(trace('end', 0, 'sum')).toBe('total')
  expect(trace('end', 0, 'start')).toBeUndefined()
})
