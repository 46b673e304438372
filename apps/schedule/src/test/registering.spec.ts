import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CheckSchedules,
  CreateSchedule,
  DeleteSchedule,
  GetSchedule,
  ListFires,
  ListSchedules,
  PauseSchedule,
  RegisterSchedules,
  RunSchedule,
  ScheduleInactive,
  ScheduleNotFound,
  ScheduleOfTrigger,
  UpdateSchedule,
  WorkflowDeleted,
  WorkflowNotFound,
} from '@linkflow/contracts'
import type { InputGiven } from '@linkflow/contracts'
import { Forbidden, newId } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import { created, givenScheduleService, setBack } from './given.js'
import type { Given } from './given.js'

describe.each(['local', 'nats'] as const)('over %s', (transport) => {
  let given: Given
  beforeAll(async () => {
    given = await givenScheduleService({ transport, env: { LINKFLOW_SCHEDULE_POLL_MS: '50' } })
  })
  afterAll(() => given?.services.close())

  const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)
  type Settings = InputGiven<typeof RegisterSchedules>['schedules'][number]
  const settings = (change: Partial<Settings> = {}): Settings => ({
    nodeId: 'clock',
    rule: { kind: 'cron', cron: '0 9 1 1 *' },
    timeZone: 'UTC',
    overlap: 'allow',
    catchUp: 'last',
    jitterMs: 0,
    ...change,
  })

  function workflow() {
    const ctx = contexts.user()
    const workflowId = newId()
    const register = async (generation: number, schedules: Settings[], version = generation) => {
      const input = { workflowId, version, generation, schedules }
      return (await call(RegisterSchedules, input, contexts.service('workflow', ctx.workspaceId))).schedules
    }
    const list = async () => (await call(ListSchedules, { workflowId }, ctx)).items
    return { ctx, workflowId, register, list }
  }

  test('a trigger starts its version at its node', async () => {
    const { ctx, workflowId, register, list } = workflow()
    const rule = { kind: 'interval', every: { amount: 1, unit: 'seconds' } } as const
    const [registered] = await register(1, [settings({ rule })], 7)
    const [started] = await until('it starts', () => {
      const all = given.executions.of(workflowId)
      return all.length > 0 && all
    })
    expect(started?.input).toMatchObject({ version: 7, nodeId: 'clock', trigger: 'schedule' })
    expect(await list()).toMatchObject([{ id: registered?.scheduleId, nodeId: 'clock', status: 'active' }])
    await register(2, [])
    expect(await list()).toMatchObject([{ status: 'inactive' }])
    const history = await call(ListFires, { scheduleId: registered!.scheduleId }, ctx)
    expect(history.items.length).toBeGreaterThan(0)
  })

  test('keeps its id through deactivation and new versions; a stale generation changes nothing', async () => {
    const { register, list } = workflow()
    const [first] = await register(1, [settings(), settings({ nodeId: 'other' })])
    expect(await register(2, [])).toEqual([])
    expect(await register(1, [settings()])).toEqual([])
    const [again] = await register(3, [settings({ overlap: 'skip' })])
    expect(again).toEqual(first)
    expect((await list()).map(({ nodeId, status, overlap }) => [nodeId, status, overlap]).sort()).toEqual([
      ['clock', 'active', 'skip'],
      ['other', 'inactive', 'allow'],
    ])
  })

  test('by ten at once is one registration', async () => {
    const { register, list } = workflow()
    const answers = await Promise.all(Array.from({ length: 10 }, () => register(1, [settings()])))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await list()).toHaveLength(1)
  })

  test('an interval goes on where it was when the same is registered again', async () => {
    const { ctx, register, list } = workflow()
    const weekly = settings({ rule: { kind: 'interval', every: { amount: 1, unit: 'weeks' } } })
    const [registered] = await register(1, [weekly])
    await setBack(given, registered!.scheduleId, 86_400)
    const [before] = await list()
    await register(2, [weekly])
    expect((await list())[0]?.nextFireAt).toBe(before?.nextFireAt)
    await register(3, [settings({ rule: { kind: 'interval', every: { amount: 2, unit: 'weeks' } } })])
    const [changed] = await list()
    expect(Date.parse(changed!.nextFireAt!)).toBeGreaterThan(Date.now() + 13 * 86_400_000)
    await call(PauseSchedule, { scheduleId: registered!.scheduleId }, ctx)
    await register(4, [weekly])
    expect(await list()).toMatchObject([{ status: 'paused' }])
  })

  test('is not changed or deleted apart from its workflow, nor run when it is not active', async () => {
    const { ctx, register } = workflow()
    const [registered] = await register(1, [settings()])
    const { scheduleId } = registered!
    await expect(call(UpdateSchedule, { scheduleId, cron: '* * * * *' }, ctx)).rejects.toMatchObject({
      code: ScheduleOfTrigger.code,
    })
    await expect(call(DeleteSchedule, { scheduleId }, ctx)).rejects.toMatchObject({ code: ScheduleOfTrigger.code })
    await register(2, [])
    await expect(call(RunSchedule, { scheduleId }, ctx)).rejects.toMatchObject({ code: ScheduleInactive.code })
  })

  test('only the workflow service registers and checks', async () => {
    const input = { workflowId: newId(), version: 1, generation: 1, schedules: [] }
    for (const ctx of [contexts.user(), contexts.service('webhook', newId())]) {
      await expect(call(RegisterSchedules, input, ctx)).rejects.toMatchObject({ code: Forbidden.code })
      await expect(call(CheckSchedules, { rules: [] }, ctx)).rejects.toMatchObject({ code: Forbidden.code })
    }
  })

  test('rules are checked by their positions', async () => {
    const cron = (text: string) => ({ kind: 'cron' as const, cron: text })
    const { errors } = await call(
      CheckSchedules,
      {
        rules: [
          { rule: cron('0 9 * * *'), timeZone: 'Europe/Oslo' },
          { rule: cron('0 0 31 2 *'), timeZone: 'UTC' },
          { rule: cron('0 9 * * *'), timeZone: 'Nowhere' },
          { rule: { kind: 'at', at: '2001-01-01T00:00:00Z' }, timeZone: 'UTC' },
          { rule: cron('often'), timeZone: 'UTC' },
        ],
      },
      contexts.service('workflow', newId()),
    )
    expect(errors.map(({ index, member, code }) => [index, member, code])).toEqual([
      [1, 'rule', 'never-fires'],
      [2, 'timeZone', 'unknown-time-zone'],
      [4, 'rule', 'bad-cron'],
    ])
  })

  test('a deleted workflow takes its schedules along, and nothing new is made for it', async () => {
    const { ctx, workflowId, register, list } = workflow()
    const { id } = await created(given, { workflowId, cron: '0 9 1 1 *' }, ctx)
    await register(1, [settings()])
    await given.services.transport.publishEvent({
      id: newId(),
      subject: `${WorkflowDeleted.subject}.${ctx.workspaceId}`,
      key: workflowId,
      seq: 1,
      data: { workflowId },
      headers: {},
    })
    await until('they are gone', async () => (await list()).length === 0)
    await expect(call(GetSchedule, { scheduleId: id }, ctx)).rejects.toMatchObject({ code: ScheduleNotFound.code })
    await expect(call(CreateSchedule, { workflowId, cron: '* * * * *' }, ctx)).rejects.toMatchObject({
      code: WorkflowNotFound.code,
    })
    expect(await register(9, [settings()])).toEqual([])
    expect(await list()).toEqual([])
  })
})
