import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { register, row } from '../client.js'
import { System } from '../system.js'

jest.setTimeout(400_000)

const SCHEDULES = 10_000
const LEASE_MS = 8_000

describe('five schedulers and ten thousand schedules that are due in one second', () => {
  let system: System
  let workflowId: string
  let workspaceId: string

  beforeAll(async () => {
    system = await System.start('distributed', {
      more: { schedule: 4 },
      env: { LINKFLOW_SCHEDULE_LEASE_MS: String(LEASE_MS) },
    })
    const ann = await register(system.url)
    const start = { id: 'start', type: 'manual-trigger', parameters: {} }
    const { body } = await ann.api.post('/workflows', { name: 'Many', ...row(start) })
    await ann.api.post(`/workflows/${body.id}/publish`)
    workflowId = body.id
    workspaceId = ann.workspaceId
  })
  afterAll(() => system?.stop())

  /** Schedules that fire once each, spread over the second that begins in a moment. */
  async function makeMany(): Promise<void> {
    await system.database.query(`delete from schedule.schedules`)
    await system.database.query(
      `with base as (select date_trunc('milliseconds', now() + interval '2 seconds') as at)
       insert into schedule.schedules (workspace_id, id, workflow_id, rule, time_zone, anchor_at, jitter_ms, overlap, catch_up,
         registered, paused, next_at, next_due_at, created_at, updated_at)
       select $1, gen_random_uuid(), $2, json_build_object('kind', 'at', 'at',
           to_char(due at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
         'UTC', now(), 0, 'allow', '"last"', true, false, due, due, now(), now()
       from base, generate_series(1, $3) n, lateral (select at + n % 1000 * interval '1 millisecond' as due) d`,
      [workspaceId, workflowId, SCHEDULES],
    )
  }

  const count = async (sql: string) => {
    const [row] = await system.database.query<{ count: number }>(`select count(*)::int as count from ${sql}`)
    return row?.count ?? 0
  }
  const settled = () => count(`schedule.schedule_fires where lease_until is null`)
  const takenOver = () => count(`schedule.schedule_fires where attempt > 1`)

  /** Waits until everything fired, and expects one execution for each schedule. */
  async function expectEachOnce(): Promise<void> {
    await until('everything fired', async () => (await settled()) === SCHEDULES, 120_000)
    const [row] = await system.database.query(
      `select count(*)::int as fires, count(distinct schedule_id)::int as schedules,
         count(distinct execution_id)::int as executions, count(*) filter (where outcome = 'started')::int as started
       from schedule.schedule_fires`,
    )
    expect(row).toEqual({ fires: SCHEDULES, schedules: SCHEDULES, executions: SCHEDULES, started: SCHEDULES })
    // Not one more than the fires know of.
    expect(
      await count(
        `execution.executions e where trigger = 'schedule'
         and not exists (select from schedule.schedule_fires f where f.execution_id = e.id)
         and e.id > (select min(execution_id::text) from schedule.schedule_fires)::uuid`,
      ),
    ).toBe(0)
  }

  test('kill -9 of one in the middle: each fires exactly once', async () => {
    await makeMany()
    await until('it is in the middle', async () => (await settled()) > SCHEDULES / 20)
    await system.kill('schedule-3')
    expect(await settled()).toBeLessThan(SCHEDULES)
    await expectEachOnce()
    expect(await takenOver()).toBeGreaterThan(0)
    await system.restart('schedule-3')
  })

  test('one that stands still for longer than its lease, then goes on: each fires exactly once', async () => {
    await makeMany()
    await until('it is in the middle', async () => (await settled()) > SCHEDULES / 20)
    system.signal('schedule-2', 'SIGSTOP')
    await expectEachOnce()
    system.signal('schedule-2', 'SIGCONT')
    const before = await count(`execution.executions where trigger = 'schedule'`)
    await until('the woken process has done something', async () => {
      const text = await (await fetch(`http://127.0.0.1:${system.ports.get('schedule-2')}/health/ready`)).text()
      return text.includes('ok') || text.includes('up')
    })
    expect(await count(`execution.executions where trigger = 'schedule'`)).toBe(before)
  })
})
