import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { FinishedEvents } from './finished-events.js'
import { Load } from './load.js'
import type { Sender } from './sender.js'

jest.setTimeout(180_000)

describe('the NATS server, under load', () => {
  let load: Load
  let events: FinishedEvents
  const accepted = new Set<string>()

  beforeAll(async () => {
    load = await Load.start('distributed')
    events = await FinishedEvents.consume(load.system.nats!.url)
  })
  afterAll(async () => {
    await events?.close()
    await load?.stop()
  })

  /** Every execution's end is told, by one event. */
  async function expectTold(sender: Sender): Promise<void> {
    for (const id of sender.accepted.values()) accepted.add(id)
    await until('every end has been told', () => new Set(events.executionIds).size >= accepted.size)
    expect([...events.executionIds].sort()).toEqual([...accepted].sort())
  }

  test('is killed and comes back: senders hear errors meanwhile, events go on', async () => {
    const { nats } = load.system
    const sender = await load.through(async (sender) => {
      await nats!.kill()
      await until('a sender is refused', () => sender.refused.size > 0)
      await nats!.restart()
    })
    await expectTold(sender)
  })

  test('loses all it stored: streams and consumers are made again, and what they held is sent again', async () => {
    const sender = await load.through(() => load.system.nats!.wipe())
    await expectTold(sender)
    expect(events.repeats).toBeGreaterThan(0)
    const [outbox] = await load.system.database.query(
      `select count(*)::int as unsent from execution.outbox where sent_at is null`,
    )
    expect(outbox).toEqual({ unsent: 0 })
  })
})
