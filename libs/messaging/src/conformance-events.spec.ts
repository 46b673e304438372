import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { MessageTooLarge } from '@linkflow/kernel'
import type { Network } from './testing/topologies.js'
import { eventOf, eventually, gate, topologies } from './testing/topologies.js'
import type { ConsumerOptions, DeliveredEvent, EventMessage, Transport } from './transport.js'

const consumer = (name: string, ...filters: string[]): ConsumerOptions => ({
  name,
  filterSubjects: (filters.length > 0 ? filters : [name]).map((filter) => `evt.workflow.${filter}.v1.>`),
  maxConcurrent: 4,
  ackWaitMs: 1_000,
})

describe.each(topologies)('events over $name', (topology) => {
  let network: Network
  let server: Transport
  let producer: Transport

  beforeAll(async () => {
    network = await topology.start()
    server = await network.connect('execution')
    producer = await network.connect('workflow')
  })
  afterAll(() => network.stop())

  /** What an outbox relay does: again until it is taken. */
  const relay = async (event: EventMessage): Promise<void> => {
    for (;;) {
      try {
        await producer.publishEvent(event)
        return
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
  }

  test('an event reaches every consumer that wants it, as a fresh copy', async () => {
    const seen: DeliveredEvent[] = []
    const take = async (event: DeliveredEvent) => {
      seen.push(event)
      return 'ack' as const
    }
    await server.consume(consumer('created'), take)
    await server.consume({ ...consumer('created'), name: 'created-audit' }, take)
    const other = { ...consumer('created'), name: 'of-others', filterSubjects: ['evt.workflow.created.v1.w2'] }
    await server.consume(other, take)
    const event = { ...eventOf('created', 'k', 1), headers: { traceparent: 'tp', actor: 'user:1' } }
    expect(await producer.publishEvent(event)).toEqual({ duplicate: false })
    await eventually(() => seen.length === 2)
    expect(seen).toEqual([
      { ...event, attempt: 1 },
      { ...event, attempt: 1 },
    ])
    expect(seen[0]?.data).not.toBe(event.data)
  })

  test('events of a key come in order and never overlap; keys do not wait for each other', async () => {
    const order = new Map<string, number[]>()
    const running = new Set<string>()
    let overlaps = 0
    let together = 0
    const take = async ({ key, seq }: DeliveredEvent) => {
      if (running.has(key)) overlaps += 1
      running.add(key)
      together = Math.max(together, running.size)
      await new Promise((resolve) => setImmediate(resolve))
      order.set(key, [...(order.get(key) ?? []), seq])
      running.delete(key)
      return 'ack' as const
    }
    await server.consume(consumer('ordered', 'ordered', 'ordered-too'), take)
    const sequence = Array.from({ length: 20 }, (_, i) => i + 1)
    const sent = sequence.flatMap((seq) =>
      ['a', 'b', 'c'].map((key) => producer.publishEvent(eventOf(seq % 2 ? 'ordered' : 'ordered-too', key, seq))),
    )
    await Promise.all(sent)
    await eventually(() => ['a', 'b', 'c'].every((key) => order.get(key)?.length === 20))
    for (const key of ['a', 'b', 'c']) expect(order.get(key)).toEqual(sequence)
    expect(overlaps).toBe(0)
    expect(together).toBeGreaterThan(1)
    expect(together).toBeLessThanOrEqual(4)
  })

  test('a retried event blocks its key and no other', async () => {
    const seen: string[] = []
    let released = false
    const take = async ({ key, seq, attempt }: DeliveredEvent) => {
      seen.push(`${key}${seq}/${attempt}`)
      return key === 'bad' && seq === 1 && !released ? { retryAfterMs: 5 } : ('ack' as const)
    }
    await server.consume(consumer('retried'), take)
    const sent = [
      producer.publishEvent(eventOf('retried', 'bad', 1)),
      producer.publishEvent(eventOf('retried', 'bad', 2)),
      producer.publishEvent(eventOf('retried', 'good', 1)),
    ]
    await eventually(() => seen.includes('good1/1') && seen.includes('bad1/3'))
    expect(seen).not.toContain('bad2/1')
    released = true
    await eventually(() => seen.includes('bad2/1'))
    await Promise.all(sent)
  })

  test('a handler that throws is reported and tried again', async () => {
    const attempts: number[] = []
    const failure = new Error('database away')
    const take = async ({ attempt }: DeliveredEvent) => {
      attempts.push(attempt)
      if (attempt < 2) throw failure
      return 'ack' as const
    }
    await server.consume(consumer('thrown'), take)
    await producer.publishEvent(eventOf('thrown', 'k', 1))
    await eventually(() => attempts.length === 2)
    expect(attempts).toEqual([1, 2])
    expect(network.errors).toContain(failure)
  })

  test('a parked event comes no more and lets its key go on', async () => {
    const seen: number[] = []
    const take = async ({ seq }: DeliveredEvent) => {
      seen.push(seq)
      return seq === 1 ? ('park' as const) : ('ack' as const)
    }
    const subscription = await server.consume(consumer('parked'), take)
    await Promise.all([1, 2].map((seq) => producer.publishEvent(eventOf('parked', 'k', seq))))
    await eventually(() => seen.length === 2)
    await subscription.close()
    await server.consume(consumer('parked'), take)
    await relay(eventOf('parked', 'k', 3))
    await eventually(() => seen.includes(3))
    expect(seen).toEqual([1, 2, 3])
  })

  test('the consumer dies with an event in hand: its successor is given it', async () => {
    const doomed = await network.connect('execution')
    const started = gate()
    const hang = () => {
      started.open()
      return new Promise<'ack'>(() => {})
    }
    await doomed.consume(consumer('inherited'), hang)
    const sent = relay(eventOf('inherited', 'k', 1))
    await started.promise
    await doomed.close()
    const seen: DeliveredEvent[] = []
    const take = async (event: DeliveredEvent) => {
      seen.push(event)
      return 'ack' as const
    }
    await server.consume(consumer('inherited'), take)
    await sent
    await eventually(() => seen.length > 0)
    expect(seen[0]).toMatchObject({ id: 'inherited-k-1', attempt: 2 })
  })

  test('closing a consumer lets its handler finish; what was not begun goes to the next', async () => {
    const started = gate()
    const end = gate<'ack'>()
    const first: number[] = []
    const slow = async ({ seq }: DeliveredEvent) => {
      first.push(seq)
      started.open()
      return end.promise
    }
    const subscription = await server.consume(consumer('handed-over'), slow)
    const sent = [1, 2].map((seq) => relay(eventOf('handed-over', 'k', seq)))
    await started.promise
    const closed = subscription.close()
    end.open('ack')
    await closed
    const second: number[] = []
    const take = async ({ seq }: DeliveredEvent) => {
      second.push(seq)
      return 'ack' as const
    }
    await server.consume(consumer('handed-over'), take)
    await Promise.all(sent)
    await eventually(() => second.length === 1)
    expect([first, second]).toEqual([[1], [2]])
  })

  test('a repeated id is told and delivered once', async () => {
    let count = 0
    const take = async () => {
      count += 1
      return 'ack' as const
    }
    await server.consume(consumer('repeated'), take)
    const event = eventOf('repeated', 'k', 1)
    expect(await producer.publishEvent(event)).toEqual({ duplicate: false })
    expect(await producer.publishEvent(event)).toEqual({ duplicate: true })
    await relay(eventOf('repeated', 'k', 2))
    await eventually(() => count === 2)
  })

  test('an event must fit into one message', async () => {
    const event = { ...eventOf('created', 'k', 9), data: 'x'.repeat(600 * 1024) }
    const refused = await producer.publishEvent(event).catch((error: unknown) => error)
    expect(MessageTooLarge.is(refused)).toBe(true)
  })

  test('the store has an identity', async () => {
    const first = await producer.streamIdentity()
    expect(await producer.streamIdentity()).toEqual(first)
  })
})
