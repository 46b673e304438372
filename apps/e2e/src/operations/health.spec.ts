import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { services } from '@linkflow/standalone'
import { deploy, register, row } from '../client.js'
import type { Account } from '../client.js'
import { System } from '../system.js'
import { DatabaseSwitch } from './database-switch.js'

interface Report {
  status: string
  checks: Record<string, { status: string; reason?: string }>
}

const echo = (respond: string) => [
  { id: 'hook', type: 'webhook-trigger', parameters: { respond } },
  { id: 'greet', type: 'set', parameters: { fields: { greeting: 'Hello' }, keep: 'none' } },
]

describe.each(['standalone', 'distributed'] as const)('a process of %s', (topology) => {
  let system: System
  let ann: Account

  beforeAll(async () => {
    system = await System.start(topology)
    ann = await register(system.url)
    const { webhookUrl } = await deploy(ann.api, row(...echo('last-node')))
    expect((await ann.api.post(webhookUrl, {})).status).toBe(200)
  })
  afterAll(() => system?.stop())

  const everywhere = () => [...system.ports]
  const get = (port: number, path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  const ready = async (port: number) => {
    const response = await get(port, '/health/ready')
    return { status: response.status, report: (await response.json()) as Report }
  }

  test('lives, is ready, and says by what', async () => {
    for (const [name, port] of everywhere()) {
      const live = await get(port, '/health/live')
      expect([name, live.status, await live.json()]).toEqual([name, 200, { status: 'ok' }])
      const { status, report } = await ready(port)
      expect([name, status, report.status]).toEqual([name, 200, 'ok'])
      expect(report.checks).toHaveProperty('messaging')
      const all = await get(port, '/health')
      expect(await all.json()).toMatchObject({ ...report, uptimeSeconds: expect.any(Number), node: process.version })
    }
  })

  test('checks the database of each service it holds that has one, and no other', async () => {
    for (const [name, port] of everywhere()) {
      const held = services.filter((service) => service.schema && (topology === 'standalone' || service.name === name))
      const { checks } = (await ready(port)).report
      const databases = Object.keys(checks).filter((check) => check.startsWith('database '))
      expect(databases.sort()).toEqual(held.map((service) => `database ${service.name}`).sort())
    }
  })

  test('counts what it serves, and says how it is', async () => {
    const texts = await Promise.all(everywhere().map(async ([, port]) => (await get(port, '/metrics')).text()))
    for (const text of texts) expect(text).toMatch(/^process_resident_memory_bytes \d/m)
    const all = texts.join('\n')
    const served = (service: string, contract: string) =>
      new RegExp(`^linkflow_requests_total{service="${service}",contract="${contract}",code="ok"} [1-9]`, 'm')
    expect(all).toMatch(served('auth', 'register'))
    expect(all).toMatch(served('workflow', 'activate-workflow'))
    expect(all).toMatch(served('webhook', 'receive-webhook'))
    expect(all).toMatch(served('execution', 'start-triggered'))
    expect(all).toMatch(/^linkflow_request_duration_seconds_bucket{.*service="execution"/m)
    expect(all).toMatch(
      /^http_server_request_duration_seconds_count{.*route="\/webhook\/:token\/?\*?".*status_class="2xx".*} [1-9]/m,
    )
    expect(all).toMatch(/^linkflow_executions_finished_total{.*status="succeeded".*} [1-9]/m)
  })
})

describe('without NATS', () => {
  let system: System
  beforeAll(async () => {
    system = await System.start('distributed')
  })
  afterAll(() => system?.stop())

  const states = async (path: string) =>
    Promise.all([...system.ports.values()].map(async (port) => (await fetch(`http://127.0.0.1:${port}${path}`)).status))
  const all = (status: number) => async () => (await states('/health/ready')).every((code) => code === status)

  test('no process is ready, each says why and lives on, and all recover', async () => {
    await system.nats!.kill()
    await until('no process is ready', all(503))
    expect(new Set(await states('/health/live'))).toEqual(new Set([200]))
    for (const port of system.ports.values()) {
      const report = (await (await fetch(`http://127.0.0.1:${port}/health/ready`)).json()) as Report
      expect(report.checks.messaging).toEqual({ status: 'failing', reason: expect.stringContaining('disconnected') })
    }
    await system.nats!.restart()
    await until('every process is ready', all(200))
    await register(system.url)
  })
})

describe('without the database', () => {
  let system: System
  beforeAll(async () => {
    system = await System.start('standalone')
  })
  afterAll(() => system?.stop())

  test('the process is not ready, says why and lives on, and recovers', async () => {
    const ann = await register(system.url)
    const database = new DatabaseSwitch(system.database.adminUrl)
    const ready = () => fetch(`${system.url}/health/ready`)
    await database.turnOff()
    await until('it is not ready', async () => (await ready()).status === 503)
    const report = (await (await ready()).json()) as Report
    expect(report.checks['database workflow']).toEqual({ status: 'failing', reason: expect.any(String) })
    expect((await fetch(`${system.url}/health/live`)).status).toBe(200)
    const refused = await ann.api.get('/workflows')
    expect(refused).toMatchObject({ status: 503, body: { code: 'service/unavailable' } })
    await database.turnOn()
    await until('it is ready', async () => (await ready()).status === 200)
    expect((await ann.api.get('/workflows')).status).toBe(200)
  })
})
