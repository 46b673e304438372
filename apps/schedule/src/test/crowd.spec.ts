import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { contexts, until } from '@linkflow/testing'
import { created, givenScheduleService, setBack } from './given.js'
import type { Given } from './given.js'

const CONCURRENCY = 4

let given: Given
/** Starts that wait for the execution service's answer. */
let waiting: (() => void)[]

beforeAll(async () => {
  given = await givenScheduleService({
    env: { LINKFLOW_SCHEDULE_POLL_MS: '50', LINKFLOW_SCHEDULE_CONCURRENCY: String(CONCURRENCY) },
  })
})
afterAll(() => given?.services.close())

beforeEach(() => {
  waiting = []
  given.executions.answer = () => new Promise((answer) => waiting.push(() => answer({ status: 'succeeded' })))
})

const HOURLY = { every: { amount: 1, unit: 'hours' as const }, catchUp: 'all' as const }
const taken = async () => {
  const [row] = await given.services.database.query<{ count: number }>(
    `select count(*)::int as count from schedule.schedule_fires where lease_until is not null`,
  )
  return row!.count
}
/** Answers whoever waits until `enough`. */
const answerUntil = (enough: () => boolean) =>
  until('enough were answered', () => {
    for (const answer of waiting.splice(0)) answer()
    return enough()
  })

test('after an outage no more are started at once than may be, and all in the end', async () => {
  const { id, workflowId } = await created(given, HOURLY)
  await setBack(given, id, 60 * 3600)
  await until('as many as may be are under way', () => waiting.length === CONCURRENCY)
  expect(await taken()).toBe(CONCURRENCY)
  const count = () => given.executions.of(workflowId).length
  await answerUntil(() => count() === 60)
  await until('nothing is left', async () => (await taken()) === 0)
})

test('a workspace with one schedule does not wait for the outage of another', async () => {
  const noisy = contexts.user()
  const many = await Promise.all(Array.from({ length: 12 }, () => created(given, HOURLY, noisy)))
  const quiet = await created(given, HOURLY)
  await given.services.database.query(
    `update schedule.schedules set next_at = next_at - interval '25 hours', next_due_at = next_due_at - interval '25 hours',
       anchor_at = anchor_at - interval '25 hours' where workspace_id = $1`,
    [noisy.workspaceId],
  )
  await setBack(given, quiet.id, 3600)
  const ofQuiet = () => given.executions.of(quiet.workflowId).length
  await answerUntil(() => ofQuiet() === 1)
  const ofNoisy = many.reduce((sum, { workflowId }) => sum + given.executions.of(workflowId).length, 0)
  expect(ofNoisy).toBeLessThan(20)
  const all = () => given.executions.started.filter(({ workspaceId }) => workspaceId === noisy.workspaceId).length
  await answerUntil(() => all() === 12 * 25)
})
