import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { contexts, until } from '@linkflow/testing'
import { schedule } from '../index.js'
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

test('what another process is taking up keeps this one from nothing else', async () => {
  const { services } = given
  const { query } = services.database
  const ctx = contexts.user()
  const all = await Promise.all(Array.from({ length: 2 * CONCURRENCY }, () => created(given, HOURLY, ctx)))
  const [others, held] = [all.slice(CONCURRENCY), all.slice(0, CONCURRENCY)]
  const startsOf = (some: typeof all) =>
    some.reduce((sum, { workflowId }) => sum + given.executions.of(workflowId).length, 0)
  await services.running.get('schedule')!.close()
  for (const { id } of held) await setBack(given, id, 2 * 3600)
  for (const { id } of others) await setBack(given, id, 3600)
  await query('begin')
  await query(`select from schedule.schedules where id = any($1) for update`, [held.map(({ id }) => id)])
  services.running.set('schedule', await schedule.start(services.host('schedule')))
  await answerUntil(() => startsOf(others) === CONCURRENCY)
  expect(startsOf(held)).toBe(0)
  await query('rollback')
  await answerUntil(() => startsOf(held) === 2 * CONCURRENCY)
})

test('nor do fires whose lease has lapsed', async () => {
  const { services } = given
  const { query } = services.database
  const { id, workflowId, ctx } = await created(given, { ...HOURLY, overlap: 'allow' })
  await services.running.get('schedule')!.close()
  const fires = await query<{ id: string }>(
    `insert into schedule.schedule_fires (workspace_id, id, schedule_id, kind, nominal_at, due_at, fired_at, overlap,
       attempt, lease_until)
     select $1, gen_random_uuid(), $2, 'scheduled', at, at, at, 'allow', 1, at
     from generate_series(now() - interval '1 hour', now() - interval '52 minutes', interval '1 minute') at
     returning id, position`,
    [ctx.workspaceId, id],
  )
  const held = fires.slice(0, CONCURRENCY).map((fire) => fire.id)
  await query('begin')
  await query(`select from schedule.schedule_fires where id = any($1) for update`, [held])
  services.running.set('schedule', await schedule.start(services.host('schedule')))
  const count = () => given.executions.of(workflowId).length
  await answerUntil(() => count() === fires.length - CONCURRENCY)
  await query('rollback')
  await answerUntil(() => count() === fires.length)
})
