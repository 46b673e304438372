import { describe, expect, test } from '@jest/globals'
import { WorkflowDefinition, normalize } from './index.js'
import { catalog, link, node } from './workflow.fixture.js'

describe('normalize', () => {
  const definition = WorkflowDefinition.parse({
    nodes: [node('s', 'set'), node('t', 'set', { version: 1 }), node('u', 'set', { name: 'Set 2' })],
    connections: [link('s', 't'), link('t', 'u', { targetPort: 'x' })],
    settings: { concurrency: 3 },
  })

  test('says what was left unsaid', () => {
    const normal = normalize(definition, catalog)
    expect(normal.nodes.map(({ version, name }) => [version, name])).toEqual([
      [2, 'Set'],
      [1, 'Set 3'],
      [2, 'Set 2'],
    ])
    expect(normal.connections[1]).toEqual({ source: 't', sourcePort: 'main', target: 'u', targetPort: 'x' })
    expect(normal.settings).toEqual({ concurrency: { limit: 3 } })
  })

  test('changes nothing the second time', () => {
    const once = normalize(definition, catalog)
    expect(normalize(once, catalog)).toEqual(once)
  })
})
