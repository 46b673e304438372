import { expect, test } from '@jest/globals'
import { Unavailable } from '@linkflow/kernel'
import { eventOf } from '../testing/topologies.js'
import { LocalBroker } from './local-broker.js'
import { LocalTransport } from './local-transport.js'

test('a declared consumer that has not started keeps its events in the outbox', async () => {
  const broker = new LocalBroker()
  const transport = new LocalTransport(broker, () => {})
  const consumer = { name: 'late', filterSubjects: ['evt.workflow.made.v1.>'], maxConcurrent: 1, ackWaitMs: 1_000 }
  broker.declare(consumer)
  const refused = await transport.publishEvent(eventOf('made', 'k', 1)).catch((error: unknown) => error)
  expect(Unavailable.is(refused)).toBe(true)
  const seen: number[] = []
  await transport.consume(consumer, async ({ seq }) => {
    seen.push(seq)
    return 'ack'
  })
  expect(await transport.publishEvent(eventOf('made', 'k', 1))).toEqual({ duplicate: false })
  expect(seen).toEqual([1])
})
