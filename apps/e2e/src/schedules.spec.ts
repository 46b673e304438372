import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { SlowServer } from './slow-server.js'
import { deploy, register, row } from './client.js'
import type { Account } from './client.js'
import { System } from './system.js'

interface Node {
  id: string
  type: string
  parameters: object
}

const manual: Node = { id: 'start', type: 'manual-trigger', parameters: {} }
const note: Node = { id: 'note', type: 'set', parameters: { fields: { at: '{{ $json.scheduledAt }}' } } }

describe.each(['standalone', 'distributed'] as const)('schedules, %s', (topology) => {
  let system: System
  let ann: Account
  let slow: SlowServer

  beforeAll(async () => {
    slow = await SlowServer.start()
    system = await System.start(topology, { env: { LINKFLOW_EGRESS_ALLOW: slow.address } })
    ann = await register(system.url)
  })
  afterAll(async () => {
    await system?.stop()
    await slow?.stop()
  })

  const firesOf = async (id: string) => (await ann.api.get(`/schedules/${id}/fires`)).body.items

  /** A workflow that is published, but not active. */
  async function published(): Promise<string> {
    const { body } = await ann.api.post('/workflows', { name: 'Test', ...row(manual, note) })
    await ann.api.post(`/workflows/${body.id}/publish`)
    return body.id
  }

  async function made(rule: object): Promise<string> {
    const { status, body } = await ann.api.post('/schedules', { workflowId: await published(), ...rule })
    expect({ status, body }).toMatchObject({ status: 201, body: { status: 'active' } })
    return body.id
  }

  test('a trigger starts its workflow at its times, and stops with it', async () => {
    const rule = { kind: 'interval', every: { amount: 1, unit: 'seconds' } }
    const trigger: Node = { id: 'clock', type: 'schedule-trigger', parameters: { rule, timeZone: 'Europe/Oslo' } }
    const { workflowId } = await deploy(ann.api, row(trigger, note))
    const { body } = await ann.api.get(`/schedules?workflowId=${workflowId}`)
    expect(body.items).toMatchObject([{ nodeId: 'clock', status: 'active', timeZone: 'Europe/Oslo' }])
    const { id } = body.items[0]
    const fires = await until('two executions', async () => {
      const started = (await firesOf(id)).filter(({ outcome }: { outcome: string }) => outcome === 'started')
      return started.length > 1 && started
    })
    const execution = await until('it has ended', async () => {
      const { body } = await ann.api.get(`/executions/${fires[0].executionId}?include=data`)
      return body.finishedAt && body
    })
    const { scheduledAt } = fires[0]
    expect(execution).toMatchObject({ workflowId, status: 'succeeded', trigger: 'schedule' })
    expect(execution.output).toMatchObject([{ json: { at: scheduledAt, scheduleId: id, timeZone: 'Europe/Oslo' } }])
    await ann.api.post(`/workflows/${workflowId}/deactivate`)
    expect((await ann.api.get(`/schedules/${id}`)).body).toMatchObject({ status: 'inactive' })
    const executions = await ann.api.get(`/executions?workflowId=${workflowId}&limit=100`)
    expect(new Set(executions.body.items.map((each: { id: string }) => each.id)).size).toBe(
      (await firesOf(id)).filter(({ executionId }: { executionId?: string }) => executionId).length,
    )
  })

  test('one made through the API runs what is published, with its input', async () => {
    const at = new Date(Date.now() + 1500).toISOString()
    const id = await made({ at, input: { order: 7 } })
    const fire = await until('it fires', async () => (await firesOf(id))[0]?.executionId && (await firesOf(id))[0])
    expect(fire).toMatchObject({ scheduledAt: at, kind: 'scheduled', outcome: 'started' })
    const { body } = await until('it has ended', async () => {
      const reply = await ann.api.get(`/executions/${fire.executionId}?include=data`)
      return reply.body.finishedAt && reply
    })
    expect(body.output).toMatchObject([{ json: { order: 7, at } }])
    expect((await ann.api.get(`/schedules/${id}`)).body).toMatchObject({ status: 'finished' })
  })

  test('is paused, resumed, changed, run, filled up and deleted', async () => {
    const id = await made({ cron: '0 9 1 1 *', timeZone: 'Asia/Tokyo' })
    expect((await ann.api.post(`/schedules/${id}/pause`)).body).toMatchObject({ status: 'paused' })
    expect((await ann.api.get('/schedules?status=paused')).body.items).toMatchObject([{ id }])
    expect((await ann.api.post(`/schedules/${id}/resume`)).body).toMatchObject({ status: 'active' })
    const changed = await ann.api.put(`/schedules/${id}`, {
      cron: '0 10 1 1 *',
      timeZone: 'Asia/Tokyo',
      catchUp: 'all',
    })
    expect(changed.body).toMatchObject({
      cron: '0 10 1 1 *',
      catchUp: 'all',
      nextFireAt: expect.stringContaining('-01-01T01:00:00.000Z'),
    })
    expect(await ann.api.post(`/schedules/${id}/run`)).toMatchObject({ status: 202, body: { kind: 'manual' } })
    const range = { from: '2024-01-01T00:00:00', to: '2025-12-31T00:00:00' }
    expect(await ann.api.post(`/schedules/${id}/backfill`, range)).toMatchObject({
      status: 202,
      body: { matched: 2, fires: 2 },
    })
    const fires = await until('all started', async () => {
      const all = await firesOf(id)
      return all.length === 3 && all.every(({ outcome }: { outcome: string }) => outcome === 'started') && all
    })
    expect(fires.map(({ kind }: { kind: string }) => kind)).toEqual(['manual', 'backfill', 'backfill'])
    expect(fires[2].scheduledAt).toBe('2024-01-01T01:00:00.000Z')
    expect((await ann.api.delete(`/schedules/${id}`)).status).toBe(204)
    expect((await ann.api.get(`/schedules/${id}`)).status).toBe(404)
  })

  test('shows its times before it is made', async () => {
    const { body } = await ann.api.post('/schedules/preview', {
      cron: '30 2 * * *',
      timeZone: 'Europe/Berlin',
      after: '2027-03-27T12:00:00',
    })
    expect(body.fireTimes).toHaveLength(10)
    expect(body.fireTimes[0]).toEqual({ at: '2027-03-28T01:00:00.000Z', local: '2027-03-28T03:00:00+02:00' })
  })

  test.each([
    [{ cron: '0 0 31 2 *' }, 'never-fires'],
    [{ cron: '* * * *' }, 'bad-cron'],
    [{ cron: '* * * * *', timeZone: 'Mars/Olympus' }, 'unknown-time-zone'],
    [{ cron: '* * * * *', startAt: '2100-01-02T00:00:00Z', endAt: '2100-01-01T00:00:00Z' }, 'end-before-start'],
    [{}, 'one-rule'],
  ])('refuses %j', async (rule, code) => {
    const reply = await ann.api.post('/schedules', { workflowId: await published(), ...rule })
    expect(reply).toMatchObject({ status: 400, body: { code: 'request/invalid', errors: [{ code }] } })
  })

  test('a rule that never fires keeps a workflow from being published', async () => {
    const rule = { kind: 'cron', cron: '0 0 30 2 *' }
    const trigger: Node = { id: 'clock', type: 'schedule-trigger', parameters: { rule } }
    const { body } = await ann.api.post('/workflows', { name: 'Never', ...row(trigger, note) })
    expect(await ann.api.post(`/workflows/${body.id}/publish`)).toMatchObject({
      status: 422,
      body: { findings: [{ nodeId: 'clock', pointer: '/nodes/0/parameters/rule' }] },
    })
  })

  test('of a deleted workflow are gone', async () => {
    const id = await made({ cron: '0 9 1 1 *' })
    const { workflowId } = (await ann.api.get(`/schedules/${id}`)).body
    expect((await ann.api.delete(`/workflows/${workflowId}`)).status).toBe(204)
    await until('it is gone', async () => (await ann.api.get(`/schedules/${id}`)).status === 404)
  })

  test.each(['skip', 'queue', 'cancel-previous'])('%s sees that an execution still runs', async (overlap) => {
    const rule = { kind: 'interval', every: { amount: 1, unit: 'seconds' } }
    const trigger: Node = { id: 'clock', type: 'schedule-trigger', parameters: { rule, overlap } }
    const ask: Node = { id: 'ask', type: 'http-request', parameters: { url: `http://${slow.address}/${overlap}` } }
    const { workflowId } = await deploy(ann.api, row(trigger, ask))
    const [{ id }] = (await ann.api.get(`/schedules?workflowId=${workflowId}`)).body.items
    const executions = async () => (await ann.api.get(`/executions?workflowId=${workflowId}`)).body.items.reverse()
    const wanted = overlap === 'skip' ? 'skipped' : 'pending'
    if (overlap === 'cancel-previous')
      await until('the first is cancelled', async () => (await executions())[0]?.status === 'cancelled')
    else {
      await until(
        `one is ${wanted}`,
        async () => (await ann.api.get(`/schedules/${id}/fires?outcome=${wanted}`)).body.items[1],
      )
      expect(await executions()).toHaveLength(1)
      slow.letGo(`/${overlap}`)
      await until('the next starts', async () => (await executions()).length > 1)
    }
    await ann.api.post(`/workflows/${workflowId}/deactivate`)
    slow.letGo(`/${overlap}`)
  })

  test('their lateness and outcomes are measured', async () => {
    const name = topology === 'standalone' ? 'gateway' : 'schedule'
    const text = await (await fetch(`http://127.0.0.1:${system.ports.get(name)}/metrics`)).text()
    expect(text).toMatch(/linkflow_schedule_lateness_seconds_count [1-9]/)
    expect(text).toMatch(/linkflow_schedule_fires_total\{kind="scheduled",outcome="started"\} [1-9]/)
  })
})
