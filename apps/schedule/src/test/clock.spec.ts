import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ListFires, PreviewSchedule } from '@linkflow/contracts'
import { contexts, until } from '@linkflow/testing'
import { created, givenScheduleService } from './given.js'
import type { Given } from './given.js'

const HOUR_MS = 60 * 60_000

/** A clock of the process that somebody sets. */
const clock = { shiftMs: 0, now: () => new Date(Date.now() + clock.shiftMs) }

let given: Given
beforeAll(async () => {
  given = await givenScheduleService({ clock, env: { LINKFLOW_SCHEDULE_POLL_MS: '50' } })
})
afterAll(() => given?.services.close())

test.each([
  ['forward', HOUR_MS],
  ['back', -HOUR_MS],
])('the clock of the process jumps an hour %s: nothing fires early, late or twice', async (_way, shiftMs) => {
  const { id, ctx, workflowId } = await created(given)
  const count = () => given.executions.of(workflowId).length
  await until('it fires', () => count() > 0)
  clock.shiftMs = shiftMs
  const before = count()
  await until('it goes on', () => count() > before + 2)
  clock.shiftMs = 0
  const { items } = await given.services.call(ListFires, { scheduleId: id }, ctx)
  const times = items.map(({ scheduledAt }) => Date.parse(scheduledAt)).reverse()
  expect(times).toEqual(times.map((_, index) => times[0]! + index * 1000))
  expect(items.every(({ outcome }) => outcome !== 'missed')).toBe(true)
  const [row] = await given.services.database.query<{ early: boolean }>(
    `select bool_or(fired_at < due_at) as early from schedule.schedule_fires where schedule_id = $1`,
    [id],
  )
  expect(row).toEqual({ early: false })
})

test('a preview counts from the time of the database', async () => {
  clock.shiftMs = HOUR_MS
  const rule = { every: { amount: 1, unit: 'minutes' as const } }
  const { fireTimes } = await given.services.call(PreviewSchedule, rule, contexts.user())
  clock.shiftMs = 0
  expect(Date.parse(fireTimes[0]!.at)).toBeLessThan(Date.now() + 2 * 60_000)
})
