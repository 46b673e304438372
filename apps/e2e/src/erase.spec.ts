import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { Client, register } from './client.js'
import type { Account } from './client.js'
import { namesTenant, pathOf } from './contracts/fixtures.js'
import { guardedOperations } from './contracts/operations.js'
import { System } from './system.js'

const BOOT_MS = 240_000
/** Rows of these come and go by themselves. */
const PASSING = /lease|turn|signal/

const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not like 'pg_%' order by 1`

describe.each(['standalone', 'distributed'] as const)('a deleted workspace, %s', (topology) => {
  let system: System

  beforeAll(async () => {
    system = await System.start(topology)
  }, BOOT_MS)
  afterAll(() => system?.stop())

  /** How many rows each table of every service has of a workspace. */
  async function rowsOf({ workspaceId }: Account): Promise<Map<string, number>> {
    const tables = await system.database.query<{ name: string }>(TABLES)
    const parts = tables.map(
      ({ name }) => `select '${name}' as name, count(*)::int as n from ${name} where workspace_id = $1`,
    )
    const rows = await system.database.query<{ name: string; n: number }>(parts.join(' union all '), [workspaceId])
    return new Map(rows.filter(({ n }) => n > 0).map(({ name, n }) => [name, n]))
  }

  /** An account with something of everything there is. */
  async function given(): Promise<Account> {
    const account = await register(system.url)
    for (const operation of guardedOperations.filter(namesTenant)) await pathOf(operation, account)
    return account
  }

  test(
    'leaves no row in any table of any service, and its neighbour untouched',
    async () => {
      const [ann, bob] = [await given(), await given()]
      await until('all events were sent', async () => {
        const outboxes = [...(await rowsOf(ann)).keys()].filter((name) => name.endsWith('.outbox'))
        const parts = outboxes.map((name) => `exists (select from ${name} where sent_at is null)`)
        const [row] = await system.database.query<{ unsent: boolean }>(`select ${parts.join(' or ')} as unsent`)
        return row?.unsent === false
      })
      const before = await rowsOf(bob)
      expect((await rowsOf(ann)).size).toBeGreaterThan(20)

      const place = `/workspaces/${ann.workspaceId}`
      const wrong = await ann.api.delete(`${place}?name=Acme`)
      expect(wrong).toMatchObject({ status: 422, body: { code: 'workspace/name-wrong' } })
      const { name } = (await ann.api.get(place)).body
      expect((await ann.api.delete(`${place}?name=${encodeURIComponent(name)}`)).status).toBe(204)

      await until('nothing is left', async () => (await rowsOf(ann)).size === 0, 60_000)
      const after = await rowsOf(bob)
      const fewer = [...before].filter(([table, n]) => !PASSING.test(table) && (after.get(table) ?? 0) < n)
      expect(fewer).toEqual([])

      const login = { email: ann.email, password: ann.password }
      const { status, body } = await new Client(system.url).post('/auth/login', login)
      expect(status).toBe(200)
      expect(body.workspace.id).not.toBe(ann.workspaceId)
    },
    BOOT_MS,
  )
})
