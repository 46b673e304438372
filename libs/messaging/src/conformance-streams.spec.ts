import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Cancelled, DeadlineExceeded, NotFound, OutcomeUnknown, Unavailable } from '@linkflow/kernel'
import type { Network } from './testing/topologies.js'
import { callOptions, eventually, gate, shortOf, topologies } from './testing/topologies.js'
import type { IncomingCall, Transport } from './transport.js'

const options = { maxBytes: 8 * 1024 * 1024, long: false }
const numbers = async function* (input: unknown) {
  for (let n = 0; n < (input as number); n += 1) yield { n }
}
async function read(items: AsyncIterable<unknown>): Promise<{ items: unknown[]; error?: unknown }> {
  const out: unknown[] = []
  try {
    for await (const item of items) out.push(item)
    return { items: out }
  } catch (error) {
    return { items: out, error }
  }
}

describe.each(topologies)('streams over $name', (topology) => {
  let network: Network
  let server: Transport
  let client: Transport

  beforeAll(async () => {
    network = await topology.start()
    server = await network.connect('execution')
    client = await network.connect('gateway')
    await server.serveStream('req.execution.numbers.v1', 'execution', numbers, options)
  })
  afterAll(() => network.stop())

  test('items arrive in order, then the end', async () => {
    const { items, error } = await read(client.openStream('req.execution.numbers.v1', 500, callOptions()))
    expect(error).toBeUndefined()
    expect(items).toEqual(Array.from({ length: 500 }, (_, n) => ({ n })))
    expect(await read(client.openStream('req.execution.numbers.v1', 0, callOptions()))).toEqual({ items: [] })
  })

  test('large items and a large input arrive whole', async () => {
    const handler = async function* (input: unknown) {
      yield input
      yield 'small'
      yield input
    }
    await server.serveStream('req.execution.large.v1', 'execution', handler, options)
    const big = 'é'.repeat(1_500_000)
    const given = client.openStream('req.execution.large.v1', big, callOptions({ maxBytes: options.maxBytes }))
    expect((await read(given)).items).toEqual([big, 'small', big])
  })

  test('a slow reader holds the producer back', async () => {
    let made = 0
    const handler = async function* () {
      while (made < 1_000) yield (made += 1)
    }
    await server.serveStream('req.execution.eager.v1', 'execution', handler, options)
    let taken = 0
    let ahead = 0
    for await (const _item of client.openStream('req.execution.eager.v1', {}, callOptions())) {
      taken += 1
      // A round trip on the same connection: whatever the producer may send by now, it has sent.
      if (taken % 100 === 1) await read(client.openStream('req.execution.numbers.v1', 20, callOptions()))
      ahead = Math.max(ahead, made - taken)
    }
    expect(taken).toBe(1_000)
    expect(ahead).toBeGreaterThan(0)
    expect(ahead).toBeLessThanOrEqual(17)
  })

  test('leaving the loop aborts the producer', async () => {
    const aborted = gate<unknown>()
    const returned = gate()
    const handler = async function* (_input: unknown, { signal }: IncomingCall) {
      signal.addEventListener('abort', () => aborted.open(signal.reason))
      try {
        for (let n = 0; ; n += 1) yield n
      } finally {
        returned.open()
      }
    }
    await server.serveStream('req.execution.endless.v1', 'execution', handler, options)
    for await (const item of client.openStream('req.execution.endless.v1', {}, callOptions())) if (item === 40) break
    expect(Cancelled.is(await aborted.promise)).toBe(true)
    await returned.promise
  })

  test('the signal ends a stream that waits', async () => {
    const handler = async function* (_input: unknown, { signal }: IncomingCall) {
      yield 1
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    }
    await server.serveStream('req.execution.quiet.v1', 'execution', handler, options)
    const controller = new AbortController()
    const given = callOptions({ signal: controller.signal })
    const stream = client.openStream('req.execution.quiet.v1', {}, given)[Symbol.asyncIterator]()
    expect(await stream.next()).toEqual({ done: false, value: 1 })
    const next = stream.next().catch((error: unknown) => error)
    controller.abort()
    expect(Cancelled.is(await next)).toBe(true)
    const late = await read(client.openStream('req.execution.quiet.v1', {}, shortOf(60)))
    expect(DeadlineExceeded.is(late.error)).toBe(true)
  })

  test('a problem follows the items before it', async () => {
    const handler = async function* () {
      yield 1
      yield 2
      throw NotFound()
    }
    await server.serveStream('req.execution.ends-badly.v1', 'execution', handler, options)
    const { items, error } = await read(client.openStream('req.execution.ends-badly.v1', {}, callOptions()))
    expect(items).toEqual([1, 2])
    expect(NotFound.is(error)).toBe(true)
  })

  test('nobody serves: unavailable', async () => {
    const { error } = await read(client.openStream('req.billing.lines.v1', {}, callOptions()))
    expect(Unavailable.is(error)).toBe(true)
  })

  test('the producer disappears: the reader is told', async () => {
    const doomed = await network.connect('execution')
    const handler = async function* () {
      yield 1
      await new Promise(() => {})
    }
    await doomed.serveStream('req.execution.doomed.v1', 'execution', handler, options)
    const stream = client.openStream('req.execution.doomed.v1', {}, callOptions())[Symbol.asyncIterator]()
    expect(await stream.next()).toEqual({ done: false, value: 1 })
    const next = stream.next().catch((error: unknown) => error)
    await doomed.close()
    expect(OutcomeUnknown.is(await next)).toBe(true)
  })

  test('the reader disappears: the producer is told', async () => {
    const doomed = await network.connect('gateway')
    let aborted = false
    const handler = async function* (_input: unknown, { signal }: IncomingCall) {
      signal.addEventListener('abort', () => (aborted = true))
      for (let n = 0; ; n += 1) yield n
    }
    await server.serveStream('req.execution.unread.v1', 'execution', handler, options)
    const stream = doomed.openStream('req.execution.unread.v1', {}, callOptions())[Symbol.asyncIterator]()
    await stream.next()
    await doomed.close()
    await eventually(() => aborted)
  })
})
