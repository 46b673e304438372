import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Load } from './load.js'

const drained = ['execution', 'webhook', 'node', 'workflow', 'credential', 'auth', 'workspace', 'gateway']

jest.setTimeout(180_000)

describe('SIGTERM of one of two replicas, under load', () => {
  let load: Load

  beforeAll(async () => {
    load = await Load.start('distributed', { more: Object.fromEntries(drained.map((name) => [name, 1])) })
  })
  afterAll(() => load?.stop())

  test.each(drained)('%s: senders that try once more get nothing but 2xx', async (name) => {
    const { system } = load
    const sender = await load.through(async (sender) => {
      expect(await system.terminate(name)).toBe(0)
      await load.growth(sender, 20)
      await system.restart(name)
    })
    expect([...sender.refused.keys()].filter((status) => status !== 0)).toEqual([])
    expect(sender.longest).toBeLessThanOrEqual(2)
  })
})
