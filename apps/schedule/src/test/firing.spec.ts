import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  BackfillSchedule,
  CreateSchedule,
  ExecutionDropped,
  GetSchedule,
  ListFires,
  PauseSchedule,
  QuotaExceeded,
  ResumeSchedule,
  RunSchedule,
  WorkflowNotPublished,
} from '@linkflow/contracts'
import { InputInvalid, OutcomeUnknown, newId } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import { created, givenScheduleService, scheduledAtOf, setBack } from './given.js'
import type { Caller, Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenScheduleService({
    env: {
      LINKFLOW_SCHEDULE_POLL_MS: '50',
      LINKFLOW_SCHEDULE_LEASE_MS: '1000',
      LINKFLOW_SCHEDULE_GRACE_MS: '5000',
    },
  })
})
afterAll(() => given?.services.close())

const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)
const firesOf = async (scheduleId: string, ctx: Caller) => (await call(ListFires, { scheduleId }, ctx)).items
const FAR = { cron: '0 0 1 1 *' }

/** Lets executions of a workflow be answered like this. */
function answering(workflowId: string, answer: () => object): void {
  const before = given.executions.answer
  given.executions.answer = (input) => (input.workflowId === workflowId ? answer() : before(input))
}

describe('a fire', () => {
  test('starts the published version with its facts and the input, once by its key', async () => {
    const input = [{ a: 1 }, 'text']
    const { id, workflowId, ctx } = await created(given, {
      timeZone: 'Europe/Oslo',
      input,
      every: { amount: 1, unit: 'seconds' },
    })
    const [first] = await until('two fires', () => {
      const started = given.executions.of(workflowId)
      return started.length > 1 && started
    })
    const fires = await firesOf(id, ctx)
    const fire = fires.find(({ executionId }) => executionId === first?.executionId)
    expect(fire).toMatchObject({ scheduleId: id, kind: 'scheduled', outcome: 'started' })
    const facts = { scheduleId: id, scheduledAt: fire?.scheduledAt, firedAt: fire?.firedAt, timeZone: 'Europe/Oslo' }
    expect(first).toMatchObject({
      workspaceId: ctx.workspaceId,
      input: {
        workflowId,
        trigger: 'schedule',
        waitFor: 'accepted',
        idempotencyKey: `schedule:${id}:${fire?.scheduledAt}`,
        items: [
          { json: { ...facts, kind: 'scheduled', a: 1 } },
          { json: { ...facts, kind: 'scheduled', value: 'text' } },
        ],
      },
    })
    expect(first?.input).not.toHaveProperty('version')
    expect(Date.parse(fire!.firedAt)).toBeGreaterThanOrEqual(Date.parse(fire!.scheduledAt))
    const times = fires.map(({ scheduledAt }) => Date.parse(scheduledAt))
    expect(times).toEqual([...new Set(times)].sort((a, b) => b - a))
  })

  test('is due later by its jitter, always the same, before the next', async () => {
    const { id, workflowId, ctx } = await created(given, { every: { amount: 1, unit: 'seconds' }, jitterMs: 900 })
    await until('fires', () => given.executions.of(workflowId).length > 3)
    const delays = (await firesOf(id, ctx)).map(({ dueAt, scheduledAt }) => Date.parse(dueAt) - Date.parse(scheduledAt))
    for (const delay of delays) {
      expect(delay).toBeGreaterThanOrEqual(0)
      expect(delay).toBeLessThan(1000)
    }
    expect(new Set(delays).size).toBeGreaterThan(1)
  })

  test('of one time finishes its schedule', async () => {
    const ctx = contexts.user()
    const workflowId = newId()
    const at = new Date(Date.now() + 500).toISOString()
    const { id } = await call(CreateSchedule, { workflowId, at }, ctx)
    await until('it is finished', async () => (await call(GetSchedule, { scheduleId: id }, ctx)).status === 'finished')
    await until('it is started', async () => (await firesOf(id, ctx))[0]?.outcome === 'started')
    expect(await firesOf(id, ctx)).toMatchObject([{ scheduledAt: at }])
  })

  test('whose workflow cannot run failed, and says why', async () => {
    const workflowId = newId()
    answering(workflowId, () => {
      throw WorkflowNotPublished()
    })
    const { id, ctx } = await created(given, { ...FAR, workflowId })
    await call(RunSchedule, { scheduleId: id }, ctx)
    const fire = await until('it is settled', async () => (await firesOf(id, ctx)).find(({ settledAt }) => settledAt))
    expect(fire).toMatchObject({ outcome: 'failed', reason: 'workflow/not-published' })
  })

  test('that the plan of the workspace does not allow failed, and is not tried again', async () => {
    const workflowId = newId()
    answering(workflowId, () => {
      throw QuotaExceeded({ quota: 'executionsPerMonth', limit: 5, used: 5 })
    })
    const { id, ctx } = await created(given, { ...FAR, workflowId })
    await call(RunSchedule, { scheduleId: id }, ctx)
    const fire = await until('it is settled', async () => (await firesOf(id, ctx)).find(({ settledAt }) => settledAt))
    expect(fire).toMatchObject({ outcome: 'failed', reason: 'billing/quota-exceeded' })
  })

  test('that the workflow’s own limit drops is skipped', async () => {
    const workflowId = newId()
    answering(workflowId, () => {
      throw ExecutionDropped()
    })
    const { id, ctx } = await created(given, { ...FAR, workflowId })
    await call(RunSchedule, { scheduleId: id }, ctx)
    const fire = await until('it is settled', async () => (await firesOf(id, ctx)).find(({ settledAt }) => settledAt))
    expect(fire).toMatchObject({ outcome: 'skipped', reason: 'execution/dropped' })
  })

  test('whose outcome is not known is started again under the same key', async () => {
    const workflowId = newId()
    let calls = 0
    answering(workflowId, () => {
      calls += 1
      if (calls < 3) throw OutcomeUnknown()
      return {}
    })
    const { id, ctx } = await created(given, { ...FAR, workflowId })
    await call(RunSchedule, { scheduleId: id }, ctx)
    await until('it is started', async () => (await firesOf(id, ctx))[0]?.outcome === 'started')
    expect(calls).toBe(3)
    expect(given.executions.of(workflowId)).toHaveLength(1)
  })

  test('of a process that is gone is taken over when its lease has lapsed', async () => {
    const { id, workflowId, ctx } = await created(given, FAR)
    // What a process leaves behind that dies after its claim.
    await given.services.database.query(
      `insert into schedule.schedule_fires (workspace_id, id, schedule_id, kind, nominal_at, due_at, fired_at, overlap,
         attempt, lease_until)
       values ($1, $2, $3, 'scheduled', now(), now(), now(), 'allow', 1, now() + interval '1 second')`,
      [ctx.workspaceId, newId(), id],
    )
    await until('it is started', async () => (await firesOf(id, ctx))[0]?.outcome === 'started')
    expect(given.executions.of(workflowId)).toHaveLength(1)
  })
})

describe('what was missed', () => {
  const outcomes = async (id: string, ctx: Caller) =>
    (await firesOf(id, ctx)).map(({ outcome }) => outcome).filter((outcome) => outcome !== 'pending')

  /** A minute of outage of an hourly schedule that runs every 10 s, up to a moment ago; then what is recorded. */
  async function afterOutage(catchUp: 'none' | 'last' | 'all' | { windowMs: number }) {
    const ctx = contexts.user()
    const { id } = await created(given, { every: { amount: 10, unit: 'seconds' }, catchUp }, ctx)
    await setBack(given, id, 62)
    // Next is due in 10 - 2 s then; five nominal times passed, the last one 2 s ago is not late yet.
    return until('the outage is over', async () => {
      const [row] = await given.services.database.query<{ over: boolean }>(
        `select next_at > now() as over from schedule.schedules where id = $1`,
        [id],
      )
      const fires = await firesOf(id, ctx)
      return row?.over && fires.every(({ settledAt }) => settledAt) && outcomes(id, ctx)
    })
  }

  test('none: only what is not late fires', async () => {
    expect(await afterOutage('none')).toEqual(['started', 'missed', 'missed', 'missed', 'missed', 'missed'])
  })
  test('last: the latest of the missed fires too', async () => {
    expect(await afterOutage('last')).toEqual(['started', 'started', 'missed', 'missed', 'missed', 'missed'])
  })
  test('all: everything fires', async () => {
    expect(await afterOutage('all')).toEqual(Array(6).fill('started'))
  })
  test('window: what lies within it fires', async () => {
    expect(await afterOutage({ windowMs: 25_000 })).toEqual([
      'started',
      'started',
      'started',
      'missed',
      'missed',
      'missed',
    ])
  })

  test('a pause is no outage', async () => {
    const { id, ctx, workflowId } = await created(given, { every: { amount: 10, unit: 'seconds' }, catchUp: 'all' })
    await call(PauseSchedule, { scheduleId: id }, ctx)
    await setBack(given, id, 3600)
    const { nextFireAt } = await call(ResumeSchedule, { scheduleId: id }, ctx)
    expect(Date.parse(nextFireAt!)).toBeGreaterThan(Date.now() - 1000)
    expect(given.executions.of(workflowId)).toEqual([])
  })
})

describe('while an earlier execution runs', () => {
  const SECOND = { every: { amount: 1, unit: 'seconds' } } as const

  test('allow: the next starts', async () => {
    const { workflowId } = await created(given, { ...SECOND, overlap: 'allow' })
    await until('it starts', () => given.executions.of(workflowId).length > 2)
  })

  test('skip: the next is skipped until it has ended', async () => {
    const { id, ctx, workflowId } = await created(given, { ...SECOND, overlap: 'skip' })
    const skipped = await until('it is skipped', async () =>
      (await firesOf(id, ctx)).find(({ outcome }) => outcome === 'skipped'),
    )
    expect(skipped.reason).toBe('schedule/overlap')
    const [first] = given.executions.of(workflowId)
    expect(given.executions.of(workflowId)).toHaveLength(1)
    given.executions.running.delete(first!.executionId)
    await until('the next starts', () => given.executions.of(workflowId).length === 2)
  })

  test('queue: the next waits, in order', async () => {
    const { id, ctx, workflowId } = await created(given, { ...SECOND, overlap: 'queue' })
    await until('two wait', async () => {
      const fires = await firesOf(id, ctx)
      return fires.filter(({ outcome }) => outcome === 'pending').length > 1
    })
    const started = () => given.executions.of(workflowId)
    for (const count of [1, 2, 3]) {
      await until(`${count} started`, () => started().length >= count)
      const { executionId } = started()[count - 1]!
      // Whoever waits for it asks about it; whoever does not is started by then.
      if (count < 3)
        await until('the next to ask', () => given.executions.unfinished.has(executionId) || started().length > count)
      expect(started()).toHaveLength(count)
      given.executions.running.delete(executionId)
    }
    const times = given.executions.of(workflowId).map(scheduledAtOf)
    expect(times).toEqual([...times].sort())
    await call(PauseSchedule, { scheduleId: id }, ctx)
    await until('what waited is called off', async () =>
      (await firesOf(id, ctx)).some(({ reason }) => reason === 'schedule/paused'),
    )
  })

  test('queue: what waited often is tried again as soon as anything else', async () => {
    const { id, ctx, workflowId } = await created(given, { ...FAR, overlap: 'queue' })
    const range = { scheduleId: id, from: '2020-01-01T00:00:00Z', to: '2021-12-31T00:00:00Z' }
    await call(BackfillSchedule, range, ctx)
    const first = await until('the first starts', () => given.executions.of(workflowId)[0])
    await given.services.database.query(
      `update schedule.schedule_fires set attempt = 100 where schedule_id = $1 and lease_until is not null`,
      [id],
    )
    let calls = 0
    answering(workflowId, () => {
      calls += 1
      if (calls === 1) throw OutcomeUnknown()
      return {}
    })
    given.executions.running.delete(first.executionId)
    await until('the second starts', () => given.executions.of(workflowId).length === 2)
    // Asked again after the outcome was unknown; once more is a repeat under the same key, which starts nothing.
    expect(calls).toBeGreaterThanOrEqual(2)
  })

  test('cancel-previous: it is asked to stop', async () => {
    const { workflowId } = await created(given, { ...SECOND, overlap: 'cancel-previous' })
    const [first] = await until('the next starts', () => {
      const started = given.executions.of(workflowId)
      return started.length > 1 && started
    })
    expect(given.executions.cancelled).toContain(first?.executionId)
  })

  test('run now starts in any case', async () => {
    const { id, ctx, workflowId } = await created(given, { ...FAR, overlap: 'skip' })
    for (let i = 0; i < 2; i += 1)
      expect(await call(RunSchedule, { scheduleId: id }, ctx)).toMatchObject({ kind: 'manual', outcome: 'pending' })
    await until('both start', () => given.executions.of(workflowId).length === 2)
  })
})

describe('a backfill', () => {
  test('fires once for each time that did not, in order, one after the other', async () => {
    const { id, ctx, workflowId } = await created(given, FAR)
    const range = { scheduleId: id, from: '2020-01-01T00:00:00Z', to: '2022-12-31T00:00:00Z' }
    expect(await call(BackfillSchedule, range, ctx)).toEqual({ matched: 3, fires: 3 })
    expect(await call(BackfillSchedule, range, ctx)).toEqual({ matched: 3, fires: 0 })
    const started = () => given.executions.of(workflowId)
    for (const count of [1, 2, 3]) {
      await until(`${count} started`, () => started().length >= count)
      const { executionId } = started()[count - 1]!
      // Whoever waits for it asks about it; whoever does not is started by then.
      if (count < 3)
        await until('the next to ask', () => given.executions.unfinished.has(executionId) || started().length > count)
      expect(started()).toHaveLength(count)
      given.executions.running.delete(executionId)
    }
    expect(given.executions.of(workflowId).map(scheduledAtOf)).toEqual([
      '2020-01-01T00:00:00.000Z',
      '2021-01-01T00:00:00.000Z',
      '2022-01-01T00:00:00.000Z',
    ])
  })

  test('gives what was missed another chance', async () => {
    const { id, ctx, workflowId } = await created(given, { every: { amount: 10, unit: 'seconds' }, catchUp: 'none' })
    await setBack(given, id, 62)
    const fires = await until('the outage is over', async () => {
      const all = await firesOf(id, ctx)
      return all.length === 6 && all.every(({ settledAt }) => settledAt) && all
    })
    const range = { scheduleId: id, from: fires[5]!.scheduledAt, to: fires[0]!.scheduledAt, overlap: 'allow' as const }
    expect(await call(BackfillSchedule, range, ctx)).toEqual({ matched: 6, fires: 5 })
    await until('all started', async () => (await firesOf(id, ctx)).every(({ outcome }) => outcome === 'started'))
    expect(
      new Set(given.executions.of(workflowId).map(({ input }) => input.idempotencyKey)).size,
    ).toBeGreaterThanOrEqual(6)
  })
})

test('an operator may ask for longer intervals', async () => {
  const strict = await givenScheduleService({ env: { LINKFLOW_SCHEDULE_LEAST_INTERVAL_MS: '60000' } })
  try {
    for (const rule of [{ every: { amount: 59, unit: 'seconds' as const } }, { cron: '*/30 * * * * *' }]) {
      const attempt = strict.services.call(CreateSchedule, { workflowId: newId(), ...rule }, contexts.user())
      const error = await attempt.catch((thrown: unknown) => thrown)
      expect(InputInvalid.is(error) && error.params.errors[0]?.code).toBe('too-frequent')
    }
  } finally {
    await strict.services.close()
  }
})
