import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { billing } from '../index.js'

let services: TestServices
beforeAll(async () => {
  services = await startServices([billing], { env: { BILLING_USAGE_DAYS: '400' } })
})
afterAll(() => services?.close())

const tables = ['usage', 'meter_events', 'alerts', 'stripe_events']
const count = async (table: string) =>
  (await services.database.query<{ count: number }>(`select count(*)::int from billing.${table}`))[0]!.count

/** What billing wrote so many days ago. */
async function wrote(days: number, usageDays = days): Promise<void> {
  const { query } = services.database
  const id = newId()
  await query(`insert into billing.usage values ($1, current_date - $2::int, 1, 1, 1, 1, 1)`, [id, usageDays])
  await query(
    `insert into billing.meter_events (workspace_id, day, meter, part, customer_id, event_name, value, due_at)
     values ($1, current_date - $2::int, 'executions', 1, 'cus_1', 'runs', 1, now())`,
    [id, days],
  )
  await query(`insert into billing.alerts values ($1, 'members', '2020-01', 80, 1, now() - $2 * interval '1 day')`, [
    id,
    days,
  ])
  await query(
    `insert into billing.stripe_events values ($1::text, 'x', null, 'applied', now(), now() - $2 * interval '1 day')`,
    [id, days],
  )
}

test('what is old is dropped, of every workspace, and what may still be needed stays', async () => {
  await services.running.get('billing')!.close()
  for (let workspace = 0; workspace < 3; workspace += 1) await wrote(102, 402)
  await wrote(98, 398)
  services.running.set('billing', await billing.start(services.host('billing')))
  for (const table of tables) await until(`${table} are few`, async () => (await count(table)) === 1)
  expect(await Promise.all(tables.map(count))).toEqual([1, 1, 1, 1])
})
