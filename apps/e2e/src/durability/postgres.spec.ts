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
    const pids = load.system.names.map((name) => load.system.pid(name))
    await load.through(async (sender) => {
      for (let times = 0; times < 10; times++) {
        expect(await cut()).toBeGreaterThan(0)
        await load.growth(sender, 10)
      }
    })
    // No process had to be started again for that.
    for (const pid of pids) expect(() => process.kill(pid, 0)).not.toThrow()
    expect((await load.account.api.get('/executions')).status).toBe(200)
  })
})
