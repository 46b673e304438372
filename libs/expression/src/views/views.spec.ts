import { expect, test } from '@jest/globals'
import type { NodeView } from '../scope.js'
import { evaluate } from '../template/evaluate.js'
import { scopeOf } from '../testing/scope.js'

const items = [{ json: { n: 1 } }, { json: { n: 2 } }, { json: { n: 3 } }]
const file = { mimeType: 'text/plain', fileName: 'a.txt', size: 3, data: 'YWJj', ref: 'blob-1' }
const nodes: Record<string, NodeView> = {
  Fetch: { items, outputs: { main: items, error: [] }, parameters: { url: 'u' } },
  Paired: { items, outputs: {}, itemFor: (index) => items[index + 1] },
  One: { items: items.slice(0, 1), outputs: {} },
}
const scope = scopeOf(
  {},
  {
    item: { json: { n: 2 }, binary: { file } },
    index: 1,
    input: items,
    inputs: { main: items, other: [{ json: { n: 9 } }] },
    vars: { region: 'eu' },
    env: { STAGE: 'test' },
    node: (name) => nodes[name],
  },
)

test.each([
  ['$json.n', 2],
  ['$index', 1],
  ['$item.index + $item.json.n', 3],
  ['$item.binary', { file: { mimeType: 'text/plain', fileName: 'a.txt', size: 3 } }],
  ['$item', { json: { n: 2 }, index: 1 }],
  ['$input.all().map(i => i.json.n)', [1, 2, 3]],
  ['$input.first().json.n + $input.last().json.n', 4],
  ['$input.all("other")[0].json.n', 9],
  ['$input.length + $input.items.length', 6],
  ['$input.item.json.n', 2],
  ['$input', items],
  ["$('Fetch').item.json.n", 2],
  ["$('Fetch').json.n", 2],
  ["$('Fetch')", { json: { n: 2 } }],
  ["$('Fetch').first().json.n + $('Fetch').last().json.n + $('Fetch').all().length", 7],
  ["$('Fetch').all('error')", []],
  ["$('Fetch').parameters.url", 'u'],
  ["$('Paired').item.json.n", 3],
  ["$('One').item.json.n", 1],
  ["$('Fetch').isExecuted && !$('Absent').isExecuted", true],
  ["$node['Fetch'].json.n + $node.Fetch.json.n", 4],
  ['$execution.id + $execution.mode', 'execution-1manual'],
  ['$workflow.name', 'Orders'],
  ['$vars.region + $env.STAGE', 'eutest'],
  ['$vars.absent', undefined],
])('%s', (expression, value) => {
  expect(evaluate(`{{ ${expression} }}`, scope)).toEqual(value)
})

test.each([
  ["$('Absent').json", "$('Absent')"],
  ['$node.Absent.json', "$('Absent')"],
  ["$('Fetch').all('x')", 'x'],
  ["$input.all('x')", 'x'],
  ['$input.nope()', '$input.nope'],
  ["$('Fetch').item.json.x.y", "$('Fetch').item.json.x"],
])('%s names %s', (expression, subject) => {
  expect(() => evaluate(`{{ ${expression} }}`, scope)).toThrow(
    expect.objectContaining({ code: 'expression/undefined', params: expect.objectContaining({ subject }) }),
  )
})

test('without an item there is no $json, and nothing else is missing', () => {
  const empty = scopeOf({}, { item: undefined, input: [] })
  expect(evaluate('{{ [$vars, $env, $input.length] }}', empty)).toEqual([{}, {}, 0])
  expect(() => evaluate('{{ $json.a }}', empty)).toThrow('$json is undefined')
})
