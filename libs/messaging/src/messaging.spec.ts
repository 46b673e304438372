import { expect, test } from '@jest/globals'
import { event, internal, publicAccess, request } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { z } from 'zod'
import { LocalBroker } from './local/local-broker.js'
import { LocalTransport } from './local/local-transport.js'
import { eventFilter, eventSubject, Messaging } from './messaging.js'
import type { Around } from './messaging.js'
import { eventually } from './testing/topologies.js'
import type { IncomingCall } from './transport.js'

const Double = request('workflow', 'double', {
  summary: 'Doubles.',
  access: publicAccess('a test'),
  input: z.object({ n: z.number() }),
  output: z.object({ n: z.number() }),
})
const Inner = request('workflow', 'inner', {
  summary: 'For services.',
  access: internal('gateway'),
  input: z.object({}),
  output: z.object({}),
})
const Doubled = event('workflow', 'doubled', 1, { summary: 'It was.', data: z.object({ n: z.number() }) })

const user: RequestContext = {
  principal: { kind: 'user', id: 'u1', sessionId: 's1' },
  workspaceId: 'w1',
  permissions: new Set(),
  requestId: 'r1',
  deadlineAt: Date.now() + 60_000,
  traceparent: '00-trace',
  token: 'token of u1',
  client: { ip: '::1', userAgent: 'x'.repeat(9_000) },
}

function open() {
  const spans: string[] = []
  const around: Around = (kind, subject, headers, next) => {
    spans.push(`${kind} ${subject} ${headers.traceparent}`)
    if (kind === 'call' || kind === 'publish') headers.traceparent = `00-${kind}`
    return next()
  }
  const transport = new LocalTransport(new LocalBroker(), () => {})
  const identity = {
    serviceContext: (given: { workspaceId?: string; requestId: string; deadlineAt: number }): RequestContext => ({
      ...given,
      principal: { kind: 'service', id: 'gateway' },
      permissions: new Set(),
      token: 'token of gateway',
    }),
    tokenFor: async ({ token }: RequestContext) => token,
  }
  return { spans, messaging: new Messaging({ service: 'workflow', transport, identity, around }) }
}

test('a call carries the identity, the trace and the nearer deadline', async () => {
  const { messaging, spans } = open()
  let seen: IncomingCall | undefined
  await messaging.serve(Double, async (input, call) => {
    seen = call
    return { n: (input as { n: number }).n * 2 }
  })
  const before = Date.now()
  expect(await messaging.call(Double, { n: 2 }, user, { timeoutMs: 500 })).toEqual({ n: 4 })
  expect(seen).toMatchObject({ token: 'token of u1', requestId: 'r1', traceparent: '00-call', clientIp: '::1' })
  expect(seen?.context).toBe(user)
  expect(seen?.userAgent).toHaveLength(512)
  expect(seen?.deadlineAt).toBeGreaterThanOrEqual(before + 500)
  await messaging.call(Double, { n: 2 }, { ...user, deadlineAt: before + 9_000 }, { timeoutMs: 20_000 })
  expect(seen?.deadlineAt).toBe(before + 9_000)
  expect(spans.slice(0, 2)).toEqual(['call req.workflow.double.v1 00-trace', 'serve req.workflow.double.v1 00-call'])
})

test('an internal call is made in the name of the service', async () => {
  const { messaging } = open()
  let seen: IncomingCall | undefined
  await messaging.serve(Inner, async (_input, call) => {
    seen = call
    return {}
  })
  await messaging.call(Inner, {}, user)
  expect(seen?.token).toBe('token of gateway')
  expect(seen?.context).toMatchObject({ principal: { kind: 'service', id: 'gateway' }, workspaceId: 'w1' })
})

test('a stream gives the items of its contract', async () => {
  const { messaging } = open()
  await messaging.serveStream(Double, async function* (input) {
    yield input
    yield input
  })
  const items: number[] = []
  for await (const { n } of messaging.stream(Double, { n: 1 }, user)) items.push(n)
  expect(items).toEqual([1, 1])
})

test('an event is traced from publisher to consumer', async () => {
  const { messaging, spans } = open()
  const seen: unknown[] = []
  const consumer = { name: 'c', filterSubjects: [eventFilter(Doubled)], maxConcurrent: 1, ackWaitMs: 1_000 }
  await messaging.consume(consumer, async (given) => {
    seen.push(given.data)
    return 'ack'
  })
  const subject = eventSubject(Doubled, 'w1')
  await messaging.publishEvent({ id: 'e1', subject, key: 'k', seq: 1, data: { n: 1 }, headers: { actor: 'u1' } })
  await eventually(() => seen.length === 1)
  expect(spans).toEqual([`publish ${subject} undefined`, `consume ${subject} 00-publish`])
})
