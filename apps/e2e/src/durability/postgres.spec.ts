import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Load } from './load.js'

jest.setTimeout(180_000)

describe('PostgreSQL ends every connection, under load', () => {
  let load: Load

  beforeAll(async () => {
    load = await Load.start('distributed')
  })
  afterAll(() => load?.stop())

  /** Ends all connections to the system's database but the one of the test. */
  async function cut(): Promise<number> {
    const ended = await load.system.database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    )
    return ended.length
  }

  test('services connect again by themselves and lose nothing', async () => {
    await load.through(async (sender) => {
      for (let times = 0; times < 20; times++) {
        expect(await cut()).toBeGreaterThan(0)
        await load.growth(sender, 10)
      }
    })
    // No process ended over it.
    expect(load.system.names.filter((name) => !isAlive(load.system.pid(name)))).toEqual([])
    expect((await load.account.api.get('/executions')).status).toBe(200)
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
