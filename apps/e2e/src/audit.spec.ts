import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { deploy, register } from './client.js'
import { drawing } from './contracts/fixtures.js'
import { System } from './system.js'

const BOOT_MS = 240_000
const SECRET = 'a-canary-in-a-credential'

describe.each(['standalone', 'distributed'] as const)('the audit log, %s', (topology) => {
  let system: System

  beforeAll(async () => {
    system = await System.start(topology)
  }, BOOT_MS)
  afterAll(() => system?.stop())

  test('tells who did what in every service, without what was given', async () => {
    const ann = await register(system.url)
    const api = ann.api.with({ 'user-agent': 'a browser' })
    const log = `/workspaces/${ann.workspaceId}/audit-entries`
    const { workflowId } = await deploy(api, drawing())
    const schedule = (await api.post('/schedules', { workflowId, cron: '0 9 1 1 *' })).body.id
    const credential = (await api.post('/credentials', { name: 'C', type: 'generic', data: { secret: SECRET } })).body
      .id
    const key = (await api.post('/api-keys', { name: 'CI' })).body
    await api.delete(`/api-keys/${key.id}`)

    const expected = [
      ['workflow.create-workflow', `workflows/${workflowId}`],
      ['workflow.publish-workflow', `workflows/${workflowId}`],
      ['workflow.activate-workflow', `workflows/${workflowId}`],
      ['schedule.create-schedule', `schedules/${schedule}`],
      ['credential.create-credential', `credentials/${credential}`],
      ['auth.create-api-key', `api-keys/${key.id}`],
      ['auth.revoke-api-key', `api-keys/${key.id}`],
    ]
    const items = await until('all entries are there', async () => {
      const { body } = await api.get(log)
      return body.items.length >= expected.length && (body.items as Record<string, string>[])
    })
    expect(items.map(({ action, resource }) => [action, resource]).sort()).toEqual(expected.sort())
    for (const entry of items)
      expect(entry).toMatchObject({
        userId: ann.userId,
        userName: 'Ann',
        ip: expect.any(String),
        userAgent: 'a browser',
      })

    const ndjson = await api.get(`${log}/export?action=credential`)
    expect(ndjson.headers.get('content-type')).toContain('application/x-ndjson')
    expect(JSON.stringify(ndjson.body)).toContain(credential)
    const csv = await api.get(`${log}/export?format=csv`)
    expect(csv.headers.get('content-disposition')).toContain('audit-entries.csv')
    for (const secret of [SECRET, key.key]) expect(`${JSON.stringify(items)}${csv.body}`).not.toContain(secret)
  })
})
