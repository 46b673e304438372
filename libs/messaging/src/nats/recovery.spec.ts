import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { DeadlineExceeded, OutcomeUnknown, Unavailable } from '@linkflow/kernel'
import type { NatsConnection } from 'nats'
import { connect } from 'nats'
import type { TestNatsServer } from '../testing/nats-server.js'
import { startNatsServer } from '../testing/nats-server.js'
import { callOptions, eventOf, eventually, gate, shortOf } from '../testing/topologies.js'
import type { DeliveredEvent, EventMessage, Transport } from '../transport.js'
import { ensureConsumer, ensureStream, eventStream, planConsumer, planStream } from './event-stream.js'
import { connectNats } from './nats-transport.js'

const options = { maxBytes: 1_000_000, long: false }
const consumer = {
  name: 'execution-recovery',
  filterSubjects: ['evt.workflow.recovered.v1.>'],
  maxConcurrent: 4,
  ackWaitMs: 1_000,
}
let server: TestNatsServer
let service: Transport
let client: Transport
let admin: NatsConnection | undefined

const open = (name: string) =>
  connectNats({
    service: name,
    connection: { servers: server.url, reconnectTimeWait: 20, reconnectJitter: 10 },
    onError: () => {},
    heartbeatMs: 250,
    leaseMs: 900,
  })

/** Somebody else at the server. */
const administer = async () => {
  admin = await connect({ servers: server.url })
  return admin.jetstreamManager()
}

beforeEach(async () => {
  server = await startNatsServer()
  service = await open('execution')
  client = await open('workflow')
})
afterEach(async () => {
  await Promise.all([service.close(), client.close(), admin?.close()])
  await server.stop()
})

const relay = async (event: EventMessage): Promise<void> => {
  for (;;) {
    const taken = await client.publishEvent(event).catch(() => undefined)
    if (taken) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
const collect = (seen: number[]) => async (event: DeliveredEvent) => {
  seen.push(event.seq)
  return 'ack' as const
}

test('the server restarts: calls and consumers go on', async () => {
  const seen: number[] = []
  await service.serve('req.execution.echo.v1', 'execution', async (input) => input, options)
  await service.consume(consumer, collect(seen))
  await relay(eventOf('recovered', 'k', 1))
  let reconnects = 0
  client.onReconnect(() => (reconnects += 1))
  await server.kill()
  await eventually(() => !client.status().connected)
  const refused = await client.request('req.execution.echo.v1', 1, callOptions()).catch((error: unknown) => error)
  expect(Unavailable.is(refused)).toBe(true)
  await server.restart()
  await eventually(() => client.status().connected && service.status().connected && reconnects === 1)
  let answer: unknown
  while (answer === undefined)
    answer = await client.request('req.execution.echo.v1', 7, shortOf(1_000)).catch(() => undefined)
  expect(answer).toBe(7)
  await relay(eventOf('recovered', 'k', 2))
  await eventually(() => seen.includes(2))
})

test('calls under way when the server dies end and never hang', async () => {
  const started = gate()
  let count = 0
  const hang = () => {
    count += 1
    if (count === 2) started.open()
    return new Promise(() => {})
  }
  await service.serve('req.execution.short.v1', 'execution', hang, options)
  await service.serve('req.execution.long.v1', 'execution', hang, { ...options, long: true })
  const short = client.request('req.execution.short.v1', {}, shortOf(2_000)).catch((error: unknown) => error)
  const long = client.request('req.execution.long.v1', {}, callOptions({ long: true })).catch((error: unknown) => error)
  await started.promise
  await server.kill()
  expect(DeadlineExceeded.is(await short)).toBe(true)
  expect(OutcomeUnknown.is(await long)).toBe(true)
})

test('the storage is wiped: stream and consumer are made anew and the relay can tell', async () => {
  const seen: number[] = []
  await service.consume(consumer, collect(seen))
  for (const seq of [1, 2, 3]) await relay(eventOf('recovered', 'k', seq))
  await eventually(() => seen.length === 3)
  const before = await client.streamIdentity()
  expect(before.lastSeq).toBe(3)
  await server.wipe()
  await relay(eventOf('recovered', 'k', 4))
  await eventually(() => seen.includes(4))
  const after = await client.streamIdentity()
  expect(after.createdAt).not.toBe(before.createdAt)
  expect(after.lastSeq).toBe(1)
})

test('acknowledging an event of the wiped stream does not acknowledge its namesake', async () => {
  const ends = [gate(), gate()]
  const begun: number[] = []
  const finished: number[] = []
  await service.consume(consumer, async ({ seq }) => {
    begun.push(seq)
    await ends[seq - 1]?.promise
    finished.push(seq)
    return 'ack'
  })
  await relay(eventOf('recovered', 'a', 1))
  await eventually(() => begun.includes(1))
  await server.wipe()
  await relay(eventOf('recovered', 'b', 2))
  await eventually(() => begun.includes(2))
  ends[0]?.open()
  await eventually(() => finished.includes(1))
  await service.close()
  const seen: number[] = []
  service = await open('execution')
  await service.consume(consumer, collect(seen))
  // At least once: on a slow machine the server may send it again.
  await eventually(() => seen.length > 0)
  expect(new Set(seen)).toEqual(new Set([2]))
  expect(finished).toEqual([1])
})

test('of two replicas one is active, so a key keeps its order; the other takes over where it ended', async () => {
  const replica = await open('execution')
  const seen: string[] = []
  const take = (who: string, killAt: number) => async (event: DeliveredEvent) => {
    if (event.seq >= killAt) return new Promise<'ack'>(() => {})
    seen.push(`${who}${event.key}${event.seq}`)
    return 'ack' as const
  }
  await service.consume(consumer, take('1', 11))
  await replica.consume(consumer, take('2', 100))
  const keys = ['a', 'b']
  for (const key of keys) for (let seq = 1; seq <= 20; seq += 1) await relay(eventOf('recovered', key, seq))
  await eventually(() => seen.length === 20)
  await service.close()
  await eventually(() => seen.length === 40)
  for (const key of keys)
    expect(seen.filter((entry) => entry[1] === key)).toEqual(
      Array.from({ length: 20 }, (_, i) => `${i < 10 ? 1 : 2}${key}${i + 1}`),
    )
  await replica.close()
})

test('a consumer deleted behind our back is made anew and given everything', async () => {
  const seen: number[] = []
  await service.consume(consumer, collect(seen))
  await relay(eventOf('recovered', 'k', 1))
  await eventually(() => seen.length === 1)
  const manager = await administer()
  // The server of Debian forgets the consumer even when it then fails to remove its folder, which it is still writing.
  await manager.consumers.delete(eventStream.name, consumer.name).catch(() => false)
  await relay(eventOf('recovered', 'k', 2))
  await eventually(() => seen.includes(2))
  expect(seen).toEqual([1, 1, 2])
})

test('what differs is told before it is changed, and then nothing differs', async () => {
  const manager = await administer()
  expect((await planStream(manager, eventStream)).action).toBe('create')
  await ensureStream(manager, eventStream)
  expect(await planStream(manager, eventStream)).toEqual({ action: 'none', differences: [] })
  const shorter = { ...eventStream, maxAgeMs: 3_600_000 }
  expect((await planStream(manager, shorter)).differences.map((d) => d.setting)).toEqual(['max_age'])
  await ensureStream(manager, shorter)
  expect((await planStream(manager, shorter)).action).toBe('none')
  await ensureConsumer(manager, eventStream.name, consumer)
  expect((await planConsumer(manager, eventStream.name, consumer)).action).toBe('none')
  const wider = { ...consumer, ackWaitMs: 2_000, filterSubjects: ['evt.workflow.a.v1.>', 'evt.workflow.b.v1.>'] }
  const planned = await planConsumer(manager, eventStream.name, wider)
  expect(planned.differences.map((d) => d.setting).sort()).toEqual(['ack_wait', 'filter_subject'])
  await ensureConsumer(manager, eventStream.name, wider)
  expect((await planConsumer(manager, eventStream.name, wider)).action).toBe('none')
})
