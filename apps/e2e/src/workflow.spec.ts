import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { deploy, register, row } from './client.js'
import type { Account } from './client.js'
import { System } from './system.js'

describe.each(['standalone', 'distributed'] as const)('a workflow, %s', (topology) => {
  let system: System
  let ann: Account

  beforeAll(async () => {
    system = await System.start(topology)
    ann = await register(system.url)
  })
  afterAll(() => system?.stop())

  test('is drawn, published, triggered and answers', async () => {
    const { webhookUrl } = await deploy(
      ann.api,
      row(
        { id: 'hook', type: 'webhook-trigger', parameters: { respond: 'last-node' } } as { id: string },
        {
          id: 'greet',
          type: 'set',
          parameters: { fields: { greeting: 'Hello {{ $json.body.name }}!' }, keep: 'none' },
        } as { id: string },
      ),
    )
    const answer = await ann.api.post(webhookUrl, { name: 'Bob' })
    expect(answer).toMatchObject({ status: 200, body: { greeting: 'Hello Bob!' } })
    const id = answer.headers.get('linkflow-execution-id')
    const execution = await ann.api.get(`/executions/${id}?include=data`)
    expect(execution.body).toMatchObject({ id, status: 'succeeded', trigger: 'webhook' })
  })
})
