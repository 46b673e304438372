import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { randomBytes } from 'node:crypto'
import { deploy, register, row } from '../client.js'
import type { Account } from '../client.js'
import { System } from '../system.js'
import { HttpTarget } from './http-target.js'
import { TraceCollector } from './trace-collector.js'

const newTraceparent = (flags: string) => {
  const traceId = randomBytes(16).toString('hex')
  const spanId = randomBytes(8).toString('hex')
  return { traceId, spanId, header: `00-${traceId}-${spanId}-${flags}` }
}

describe.each(['standalone', 'distributed'] as const)('traces, %s', (topology) => {
  let collector: TraceCollector
  let target: HttpTarget
  let system: System
  let ann: Account
  let webhookUrl: string

  beforeAll(async () => {
    collector = await TraceCollector.start()
    target = await HttpTarget.start()
    system = await System.start(topology, {
      env: { TRACE_SAMPLING: '1', JAEGER_ENDPOINT: collector.endpoint, LINKFLOW_EGRESS_ALLOW: target.host },
    })
    ann = await register(system.url)
    const hook = { id: 'hook', type: 'webhook-trigger', parameters: { respond: 'last-node' } }
    const send = {
      id: 'send',
      type: 'http-request',
      parameters: { url: `http://${target.host}/{{ $json.body.mark }}` },
    }
    webhookUrl = (await deploy(ann.api, row(hook, send))).webhookUrl
  })
  afterAll(async () => {
    await system?.stop()
    await target?.stop()
    await collector?.stop()
  })

  /** Calls the webhook; gives the headers of the request its workflow sent. */
  async function trigger(traceparent?: string) {
    const mark = randomBytes(4).toString('hex')
    const headers: Record<string, string> = traceparent === undefined ? {} : { traceparent }
    const { status } = await ann.api.post(webhookUrl, { mark }, { headers })
    expect(status).toBe(200)
    return target.received.find(({ url }) => url === `/${mark}`)!.headers
  }

  const processOf = (service: string) => (topology === 'standalone' ? 'linkflow-standalone' : `linkflow-${service}`)

  test('one webhook call is one tree, from the request to what its workflow sends', async () => {
    const sent = await trigger()
    const [, traceId = '', spanId] = String(sent.traceparent).split('-')
    const leaf = await until('the request is reported', () =>
      collector.of(traceId).find((span) => span.spanId === spanId),
    )
    await until('the outermost span is reported', () => collector.lineOf(leaf).length === 8)
    const line = collector.lineOf(leaf).map(({ process, name, tags }) => ({
      process,
      name,
      kind: tags['span.kind'],
      component: tags.component,
    }))
    const step = (component: string, kind: string, name: string) => ({
      process: processOf(component),
      name,
      kind,
      component,
    })
    expect(line.reverse()).toEqual([
      step('gateway', 'server', '/webhook/:token/*'),
      step('gateway', 'client', 'webhook/receive-webhook'),
      step('webhook', 'server', 'webhook/receive-webhook'),
      step('webhook', 'client', 'execution/start-triggered'),
      step('execution', 'server', 'execution/start-triggered'),
      step('execution', 'client', 'node/run-node'),
      step('node', 'server', 'node/run-node'),
      step('node', 'client', 'HTTP GET'),
    ])
    expect(leaf.tags).toMatchObject({ 'http.method': 'GET', 'http.status_code': 200, 'peer.hostname': '127.0.0.1' })
    const checkpoint = await until('the checkpoint is reported', () =>
      collector.of(traceId).find(({ name }) => name === 'execution/checkpoint'),
    )
    expect(checkpoint.tags).toMatchObject({ component: 'execution', 'db.type': 'sql' })
  })

  test('a trace of the caller is joined', async () => {
    const { traceId, spanId, header } = newTraceparent('01')
    const sent = await trigger(header)
    expect(sent.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`))
    const first = await until('the request is reported', () =>
      collector.of(traceId).find(({ parentId }) => parentId === spanId),
    )
    expect(first.tags).toMatchObject({ 'span.kind': 'server', 'http.method': 'POST', 'http.status_code': 200 })
  })

  test('what the caller does not sample leaves no span', async () => {
    const unsampled = newTraceparent('00')
    expect(await trigger(unsampled.header)).not.toHaveProperty('traceparent')
    const later = newTraceparent('01')
    await trigger(later.header)
    await until('the later one is reported', () => collector.of(later.traceId).length >= 8)
    expect(collector.of(unsampled.traceId)).toEqual([])
  })

  test('who hears of an event joins the trace of who published it', async () => {
    const { body } = await ann.api.post('/workflows', { name: 'Short-lived', nodes: [], connections: [] })
    const { traceId, header } = newTraceparent('01')
    await ann.api.delete(`/workflows/${body.id}`, { headers: { traceparent: header } })
    const heard = await until('the consumer is reported', () =>
      collector
        .of(traceId)
        .find(({ name, process }) => name === 'workflow/workflow-deleted' && process === processOf('webhook')),
    )
    expect(heard).toMatchObject({
      tags: { 'span.kind': 'consumer', component: 'webhook' },
    })
    const above = await until('the publisher is reported', () => collector.lineOf(heard)[1])
    expect(above).toMatchObject({ name: 'workflow/delete-workflow', process: processOf('workflow') })
  })

  test('a failure is marked by its code, without what the user sent', async () => {
    const { traceId, header } = newTraceparent('01')
    await ann.api.get('/workflows/00000000-0000-7000-8000-000000000000', { headers: { traceparent: header } })
    const failed = await until('the failure is reported', () =>
      collector.of(traceId).find(({ tags }) => tags.component === 'workflow' && tags.error === true),
    )
    expect(failed.name).toBe('workflow/get-workflow')
  })
})
