import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { deploy, register, row } from './client.js'
import type { Account } from './client.js'
import { System } from './system.js'

const start = { id: 'start', type: 'manual-trigger', parameters: {} }

describe.each(['standalone', 'distributed'] as const)('node types, %s', (topology) => {
  let system: System
  let ann: Account

  beforeAll(async () => {
    system = await System.start(topology)
    ann = await register(system.url)
  })
  afterAll(() => system?.stop())

  /** Runs nodes in a row on one item and gives the finished execution. */
  async function run(input: object, ...nodes: { id: string; type: string; parameters: object }[]) {
    const { workflowId } = await deploy(ann.api, row(start, ...nodes))
    const started = await ann.api.post(`/workflows/${workflowId}/executions`, { input, waitMs: 20_000 })
    expect(started.status).toBe(200)
    return (await ann.api.get(`/executions/${started.body.id}?include=data`)).body
  }

  test('a list is taken apart, worked on in code and put together again', async () => {
    const execution = await run(
      {
        lines: [
          { price: 3, count: 2 },
          { price: 1, count: 1 },
          { price: 2, count: 5 },
          { price: 1, count: 1 },
        ],
      },
      { id: 'split', type: 'split-out', parameters: { field: 'lines' } },
      { id: 'once', type: 'remove-duplicates', parameters: {} },
      {
        id: 'total',
        type: 'code',
        parameters: { code: 'return { ...$json, total: $json.price * $json.count }', mode: 'each-item' },
      },
      { id: 'order', type: 'sort', parameters: { by: [{ field: 'total', order: 'descending' }] } },
      { id: 'most', type: 'limit', parameters: { maxItems: 2 } },
      { id: 'sum', type: 'summarize', parameters: { fields: [{ field: 'total', operation: 'list', as: 'totals' }] } },
    )
    expect(execution).toMatchObject({ status: 'succeeded', output: [{ json: { totals: [10, 6] } }] })
  })

  test('code that fails says where', async () => {
    const execution = await run({}, { id: 'bad', type: 'code', parameters: { code: 'const a = 1\nreturn a.b.c' } })
    expect(execution).toMatchObject({
      status: 'failed',
      error: { code: 'code/failed', nodeId: 'bad', details: { line: 2, name: 'TypeError' } },
    })
  })
})
