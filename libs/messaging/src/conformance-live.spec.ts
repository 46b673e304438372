import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Network } from './testing/topologies.js'
import { eventually, topologies } from './testing/topologies.js'
import type { Transport } from './transport.js'

describe.each(topologies)('live messages over $name', (topology) => {
  let network: Network
  let sender: Transport
  let listener: Transport

  beforeAll(async () => {
    network = await topology.start()
    sender = await network.connect('execution')
    listener = await network.connect('gateway')
  })
  afterAll(() => network.stop())

  test.each([
    ['live.w1.e1', ['live.w1.e1']],
    ['live.w1.*', ['live.w1.e1', 'live.w1.e2']],
    ['live.*.e1', ['live.w1.e1', 'live.w2.e1']],
    ['live.w1.>', ['live.w1.e1', 'live.w1.e2', 'live.w1.e2.n1']],
    ['live.>', ['live.w1.e1', 'live.w1.e2', 'live.w1.e2.n1', 'live.w2.e1', 'live.end']],
  ])('%s hears what it covers', async (pattern, covered) => {
    const heard: string[] = []
    let ended = false
    const subscription = listener.subscribeLive(pattern, (subject) => heard.push(subject))
    const end = listener.subscribeLive('live.end', () => (ended = true))
    await Promise.all([subscription.ready, end.ready])
    for (const subject of ['live.w1.e1', 'live.w1.e2', 'live.w1.e2.n1', 'live.w2.e1']) sender.publishLive(subject, {})
    sender.publishLive('live.end', {})
    await eventually(() => ended)
    await subscription.close()
    await end.close()
    expect(heard).toEqual(covered)
  })

  test('data is a copy, a listener that throws is reported, a closed one hears nothing', async () => {
    const failure = new Error('listener')
    const data = { list: [1] }
    const heard: unknown[] = []
    const closed = listener.subscribeLive('live.w3.e1', () => heard.push('closed'))
    const throwing = listener.subscribeLive('live.w3.e1', () => {
      throw failure
    })
    const subscription = listener.subscribeLive('live.w3.e1', (_subject, given) => heard.push(given))
    await Promise.all([throwing.ready, subscription.ready])
    await closed.close()
    sender.publishLive('live.w3.e1', data)
    await eventually(() => heard.length > 0)
    expect(heard).toEqual([data])
    expect(heard[0]).not.toBe(data)
    await eventually(() => network.errors.includes(failure))
  })
})
