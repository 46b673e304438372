import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  BackfillSchedule,
  BackfillTooLarge,
  CreateSchedule,
  DeleteSchedule,
  GetSchedule,
  ListFires,
  ListSchedules,
  PauseSchedule,
  PreviewSchedule,
  ResumeSchedule,
  RunSchedule,
  ScheduleNotFound,
  UpdateSchedule,
  WorkflowNotFound,
} from '@linkflow/contracts'
import { InputInvalid, newId, Unavailable } from '@linkflow/kernel'
import { schemaDifferences } from '@linkflow/postgres'
import { contexts, until } from '@linkflow/testing'
import { scheduleSchema } from '../index.js'
import { created, givenScheduleService, scheduledAtOf } from './given.js'
import type { Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenScheduleService({ env: { LINKFLOW_SCHEDULE_POLL_MS: '50' } })
})
afterAll(() => given?.services.close())

const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)

describe('creating', () => {
  test('gives a schedule in the time zone of its workflow', async () => {
    const ctx = contexts.user()
    const workflowId = newId()
    given.timeZones.set(workflowId, 'Asia/Kathmandu')
    const view = await call(CreateSchedule, { workflowId, name: 'Daily', cron: '30 9 * * *' }, ctx)
    expect(view).toMatchObject({
      workflowId,
      name: 'Daily',
      cron: '30 9 * * *',
      timeZone: 'Asia/Kathmandu',
      status: 'active',
      overlap: 'allow',
      catchUp: 'last',
      jitterMs: 0,
    })
    expect(view.nextFireAt).toMatch(/T03:45:00.000Z$/)
    expect(await call(GetSchedule, { scheduleId: view.id }, ctx)).toEqual(view)
  })

  test('with an Idempotency-Key makes one schedule', async () => {
    const idempotency = { contract: CreateSchedule.subject, key: newId(), bodyHash: 'a' }
    const ctx = contexts.user({ idempotency })
    const input = { workflowId: newId(), cron: '0 9 * * *' }
    expect(await call(CreateSchedule, input, ctx)).toEqual(await call(CreateSchedule, input, ctx))
    expect((await call(ListSchedules, {}, ctx)).items).toHaveLength(1)
  })

  test('needs a workflow of the workspace', async () => {
    const workflowId = newId()
    given.missing.add(workflowId)
    await expect(call(CreateSchedule, { workflowId, cron: '0 9 * * *' }, contexts.user())).rejects.toMatchObject({
      code: WorkflowNotFound.code,
    })
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['31 February', { cron: '0 0 31 2 *' }, '/cron never-fires'],
    ['31 April or June', { cron: '0 0 31 4,6 *' }, '/cron never-fires'],
    ['four fields', { cron: '* * * *' }, '/cron bad-cron'],
    ['a minute that is none', { cron: '60 * * * *' }, '/cron bad-cron'],
    ['a random minute', { cron: 'H * * * *' }, '/cron bad-cron'],
    ['no rule', {}, ' one-rule'],
    ['two rules', { cron: '* * * * *', at: '2100-01-01T00:00:00Z' }, ' one-rule'],
    ['a time in the past', { at: '2001-01-01T00:00:00Z' }, '/at never-fires'],
    ['an unknown zone', { cron: '* * * * *', timeZone: 'Mars/Olympus' }, '/timeZone unknown-time-zone'],
    ['an offset as zone', { cron: '* * * * *', timeZone: '+02:00' }, '/timeZone unknown-time-zone'],
    [
      'an end before the start',
      { cron: '* * * * *', startAt: '2100-01-02T00:00:00Z', endAt: '2100-01-01T00:00:00Z' },
      '/endAt end-before-start',
    ],
    ['an end in the past', { cron: '* * * * *', endAt: '2001-01-01T00:00:00Z' }, '/cron never-fires'],
    ['an interval too long', { every: { amount: 1000, unit: 'weeks' } }, '/every too-long'],
    ['a name nobody can read', { cron: '* * * * *', name: 'a\u0000b' }, '/name invalid-characters'],
    ['too much input', { cron: '* * * * *', input: { a: 'x'.repeat(70_000) } }, '/input too-large'],
    ['an interval of nothing', { every: { amount: 0, unit: 'seconds' } }, '/every/amount'],
    ['an interval of half a second', { every: { amount: 0.5, unit: 'seconds' } }, '/every/amount'],
    ['a jitter of two days', { cron: '* * * * *', jitterMs: 172_800_000 }, '/jitterMs'],
    ['a start that is no time', { cron: '* * * * *', startAt: 'tomorrow' }, '/startAt'],
  ])('refuses %s', async (_what, rule, expected) => {
    const attempt = call(CreateSchedule, { workflowId: newId(), ...rule } as never, contexts.user())
    const error = await attempt.catch((thrown: unknown) => thrown)
    if (!InputInvalid.is(error)) throw error
    expect(error.params.errors.map(({ pointer, code }) => `${pointer} ${code}`).join()).toContain(expected)
  })
})

describe('one that exists', () => {
  test('is said anew, and counts from then', async () => {
    const { id, ctx, createdAt } = await created(given, { cron: '0 9 1 1 *', name: 'Old', input: { a: 1 } })
    const view = await call(
      UpdateSchedule,
      { scheduleId: id, every: { amount: 2, unit: 'hours' }, timeZone: 'Europe/Oslo', overlap: 'skip', jitterMs: 5 },
      ctx,
    )
    expect(view).toMatchObject({ id, every: { amount: 2 }, timeZone: 'Europe/Oslo', overlap: 'skip', createdAt })
    expect(view).not.toHaveProperty('cron')
    expect(view).not.toHaveProperty('name')
    expect(view).not.toHaveProperty('input')
    await expect(call(UpdateSchedule, { scheduleId: id, cron: '0 0 30 2 *' }, ctx)).rejects.toMatchObject({
      code: InputInvalid.code,
    })
    expect(await call(GetSchedule, { scheduleId: id }, ctx)).toEqual(view)
  })

  test('keeps its time zone unless another is said, whatever its workflow says by now', async () => {
    const ctx = contexts.user()
    const { id, workflowId } = await created(given, { cron: '0 9 * * *', timeZone: 'Asia/Tokyo' }, ctx)
    given.timeZones.set(workflowId, 'Europe/Oslo')
    const view = await call(UpdateSchedule, { scheduleId: id, cron: '0 10 * * *' }, ctx)
    expect(view.timeZone).toBe('Asia/Tokyo')
    expect(view.nextFireAt).toMatch(/T01:00:00.000Z$/)
  })

  test('fires no more when it is paused, and from then on when it is resumed', async () => {
    const { id, ctx, workflowId } = await created(given)
    await until('it fires', () => given.executions.of(workflowId).length > 0)
    const paused = await call(PauseSchedule, { scheduleId: id }, ctx)
    expect(paused).toMatchObject({ status: 'paused' })
    expect(paused).not.toHaveProperty('nextFireAt')
    const [row] = await given.services.database.query(`select next_due_at from schedule.schedules where id = $1`, [id])
    expect(row).toEqual({ next_due_at: null })
    const count = given.executions.of(workflowId).length
    const resumed = await call(ResumeSchedule, { scheduleId: id }, ctx)
    expect(resumed).toMatchObject({ status: 'active' })
    await until('it fires again', () => given.executions.of(workflowId).length > count)
    expect(scheduledAtOf(given.executions.of(workflowId)[count]!) >= resumed.nextFireAt!).toBe(true)
  })

  test('is deleted with its history', async () => {
    const { id, ctx, workflowId } = await created(given)
    await until('it fires', () => given.executions.of(workflowId).length > 0)
    await call(DeleteSchedule, { scheduleId: id }, ctx)
    await expect(call(GetSchedule, { scheduleId: id }, ctx)).rejects.toMatchObject({ code: ScheduleNotFound.code })
    await expect(call(ListFires, { scheduleId: id }, ctx)).rejects.toMatchObject({ code: ScheduleNotFound.code })
    await expect(call(DeleteSchedule, { scheduleId: id }, ctx)).rejects.toMatchObject({ code: ScheduleNotFound.code })
  })

  test('is nobody else’s', async () => {
    const { id } = await created(given, { cron: '0 9 * * *' })
    const stranger = contexts.user()
    const attempts = [
      call(GetSchedule, { scheduleId: id }, stranger),
      call(UpdateSchedule, { scheduleId: id, cron: '* * * * *' }, stranger),
      call(DeleteSchedule, { scheduleId: id }, stranger),
      call(PauseSchedule, { scheduleId: id }, stranger),
      call(ResumeSchedule, { scheduleId: id }, stranger),
      call(RunSchedule, { scheduleId: id }, stranger),
      call(BackfillSchedule, { scheduleId: id, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }, stranger),
      call(ListFires, { scheduleId: id }, stranger),
    ]
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: ScheduleNotFound.code })
    expect(await call(ListSchedules, {}, stranger)).toEqual({ items: [] })
  })
})

test('lists pages, newest first, of a workflow or a status', async () => {
  const ctx = contexts.user()
  const workflowId = newId()
  const ids: string[] = []
  for (let i = 0; i < 5; i += 1) ids.unshift((await created(given, { workflowId, cron: '0 9 * * *' }, ctx)).id)
  await created(given, { cron: '0 9 * * *' }, ctx)
  await call(PauseSchedule, { scheduleId: ids[0]! }, ctx)
  const first = await call(ListSchedules, { workflowId, limit: 3 }, ctx)
  const second = await call(ListSchedules, { workflowId, limit: 3, cursor: first.nextCursor }, ctx)
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
  expect(second).not.toHaveProperty('nextCursor')
  expect((await call(ListSchedules, { status: 'paused' }, ctx)).items.map(({ id }) => id)).toEqual([ids[0]])
  expect((await call(ListSchedules, { status: 'active' }, ctx)).items).toHaveLength(5)
})

describe('previewing', () => {
  test('tells the next ten times with their local form', async () => {
    const { timeZone, fireTimes } = await call(
      PreviewSchedule,
      { cron: '30 2 * * *', timeZone: 'America/New_York', after: '2027-03-12T12:00:00' },
      contexts.user(),
    )
    expect(timeZone).toBe('America/New_York')
    expect(fireTimes).toHaveLength(10)
    expect(fireTimes.slice(0, 3)).toEqual([
      { at: '2027-03-13T07:30:00.000Z', local: '2027-03-13T02:30:00-05:00' },
      { at: '2027-03-14T07:00:00.000Z', local: '2027-03-14T03:00:00-04:00' },
      { at: '2027-03-15T06:30:00.000Z', local: '2027-03-15T02:30:00-04:00' },
    ])
  })

  test('of an interval between two times, of local times', async () => {
    const preview = await call(
      PreviewSchedule,
      {
        every: { amount: 12, unit: 'hours' },
        timeZone: 'Europe/Berlin',
        startAt: '2099-10-24T08:00:00',
        endAt: '2099-10-25T23:00:00',
      },
      contexts.user(),
    )
    expect(preview.fireTimes.map(({ local }) => local)).toEqual([
      '2099-10-24T08:00:00+02:00',
      '2099-10-24T20:00:00+02:00',
      '2099-10-25T07:00:00+01:00',
      '2099-10-25T19:00:00+01:00',
    ])
  })

  test('of one local time that the clocks skip', async () => {
    const rule = { at: '2099-03-29T02:30:00', timeZone: 'Europe/Berlin' }
    const { fireTimes } = await call(PreviewSchedule, rule, contexts.user())
    expect(fireTimes.map(({ local }) => local)).toEqual(['2099-03-29T03:00:00+02:00'])
  })
})

test('a run by hand takes none of the schedule’s own times', async () => {
  const { id, ctx } = await created(given, { cron: '0 9 1 1 *' })
  await call(PauseSchedule, { scheduleId: id }, ctx)
  // As dense as nobody may make it: every second millisecond is one of its times.
  await given.services.database.query(
    `update schedule.schedules set anchor_at = '2026-01-01', rule = $2 where id = $1`,
    [id, JSON.stringify({ kind: 'interval', every: { amount: 0.002, unit: 'seconds' } })],
  )
  const fires = await Promise.all(Array.from({ length: 20 }, () => call(RunSchedule, { scheduleId: id }, ctx)))
  const times = fires.map(({ scheduledAt }) => Date.parse(scheduledAt))
  expect(times.filter((at) => at % 2 === 0)).toEqual([])
  expect(new Set(times).size).toBe(20)
})

test('a run by hand for which no time is free is to be asked for again', async () => {
  const { id, ctx } = await created(given, { cron: '0 9 1 1 *' })
  await given.services.database.query(
    `insert into schedule.schedule_fires (workspace_id, id, schedule_id, kind, nominal_at, due_at, fired_at, overlap,
       attempt, settled_at, outcome)
     select $1, gen_random_uuid(), $2, 'manual', at, at, at, 'allow', 1, at, 'started'
     from generate_series(date_trunc('milliseconds', now()), now() + interval '1 minute', interval '1 millisecond') at`,
    [ctx.workspaceId, id],
  )
  await expect(call(RunSchedule, { scheduleId: id }, ctx)).rejects.toMatchObject({ code: Unavailable.code })
})

test('a backfill has at most 1000 times, in the past', async () => {
  const { id, ctx } = await created(given, { cron: '* * * * *' })
  await call(PauseSchedule, { scheduleId: id }, ctx)
  const backfill = (from: string, to: string) => call(BackfillSchedule, { scheduleId: id, from, to }, ctx)
  await expect(backfill('2026-01-01T00:00:00Z', '2026-01-01T16:40:00Z')).rejects.toMatchObject({
    code: BackfillTooLarge.code,
    params: { limit: 1000 },
  })
  await expect(backfill('2026-01-01T00:00:00Z', '2100-01-01T00:00:00Z')).rejects.toMatchObject({
    code: InputInvalid.code,
  })
  await expect(backfill('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z')).rejects.toMatchObject({
    code: InputInvalid.code,
  })
  expect(await backfill('2026-01-01T00:00:00Z', '2026-01-01T00:04:00Z')).toEqual({ matched: 5, fires: 5 })
})

test('entities and migrations agree', async () => {
  expect(await schemaDifferences(given.services.database.adminUrl, scheduleSchema)).toEqual([])
})
