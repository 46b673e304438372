import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Load } from './load.js'

jest.setTimeout(180_000)

describe('kill -9 of the processes around the engine, under load', () => {
  let load: Load

  beforeAll(async () => {
    load = await Load.start('distributed')
  })
  afterAll(() => load?.stop())

  test.each(['node', 'webhook', 'workflow', 'credential', 'gateway', 'auth', 'workspace', 'execution'])(
    '%s: nothing that was acknowledged is lost',
    async (name) => {
      const { system } = load
      const sender = await load.through(async () => {
        const pid = system.pid(name)
        await system.kill(name)
        await system.restart(name)
        expect(system.pid(name)).not.toBe(pid)
      })
      expect([...sender.refused.keys()].filter((status) => status !== 0 && status < 500)).toEqual([])
    },
  )
})
