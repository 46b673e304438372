import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Load } from './load.js'

jest.setTimeout(180_000)

describe('Redis is gone', () => {
  let load: Load

  beforeAll(async () => {
    load = await Load.start('distributed', { env: { RATE_LIMIT_INGRESS: '100000', RATE_LIMIT_PRINCIPAL: '100000' } })
  })
  afterAll(() => load?.stop())

  test('requests go on: limits are then counted by each process for itself', async () => {
    const { system, account } = load
    const sender = await load.through(async (sender) => {
      await system.redis!.stop()
      await load.growth(sender, 100)
      expect((await account.api.get('/workflows')).status).toBe(200)
    })
    expect([...sender.refused]).toEqual([])
  })
})
