import { until } from '@linkflow/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { Client, deploy, register, row } from '../client.js'
import { System } from '../system.js'
import { HttpTarget } from './http-target.js'

const canary = () => `canary-${randomBytes(12).toString('hex')}`

describe.each(['standalone', 'distributed'] as const)('the log of %s', (topology) => {
  let system: System
  let target: HttpTarget
  const secrets: string[] = []

  /** A session in which every kind of secret is used, wrongly as well. */
  beforeAll(async () => {
    target = await HttpTarget.start()
    system = await System.start(topology, { env: { LOG_LEVEL: 'debug', LINKFLOW_EGRESS_ALLOW: target.host } })
    const ann = await register(system.url)
    const wrong = canary()
    const login = await new Client(system.url).post('/auth/login', { email: ann.email, password: ann.password })
    await new Client(system.url).post('/auth/login', { email: ann.email, password: wrong })
    await new Client(system.url).post('/auth/login', `{"password":"${wrong}", broken`)
    const key = (await ann.api.post('/api-keys', { name: 'k', permissions: ['workflow:list'] })).body.key
    await new Client(system.url, { 'x-api-key': key }).get('/workflows')
    await new Client(system.url, { authorization: `Bearer ${ann.token}x` }).get('/workflows')
    const value = canary()
    const credential = await ann.api.post('/credentials', { name: 'c', type: 'bearer', data: { token: value } })
    const hook = { id: 'hook', type: 'webhook-trigger', parameters: { respond: 'last-node' } }
    const send = {
      id: 'send',
      type: 'http-request',
      parameters: { url: `http://${target.host}/` },
      credentials: { auth: credential.body.id },
    }
    const { webhookUrl } = await deploy(ann.api, row(hook, send))
    const payload = canary()
    await ann.api.post(webhookUrl, { payload }, { headers: { 'x-secret': payload } })
    await ann.api.post(`${webhookUrl}x`, { payload })
    const token = new URL(webhookUrl).pathname.split('/').at(-1) ?? ''
    secrets.push(ann.password, wrong, ann.token, ann.refreshToken, login.body.accessToken, key, value, payload, token)
  })
  afterAll(async () => {
    await system?.stop()
    await target?.stop()
  })

  test('used every secret', () => {
    expect(secrets.every((secret) => typeof secret === 'string' && secret.length > 10)).toBe(true)
    expect(target.received[0]?.headers.authorization).toBe(`Bearer ${secrets[6]}`)
  })

  test('holds none of them', () => {
    const lines = system.output.filter((line) => secrets.some((secret) => line.includes(secret)))
    expect(lines).toEqual([])
  })

  test('is JSON with level, time, service and message, line by line', () => {
    const lines = system.output.map((line) => line.slice(line.indexOf(': ') + 2))
    const json = lines.filter((line) => line.startsWith('{'))
    // A person starts standalone and is told how that goes.
    if (topology === 'distributed') expect(lines).toEqual(json)
    expect(json.length).toBeGreaterThan(0)
    for (const line of json) {
      const said = {
        level: expect.any(String),
        time: expect.any(String),
        service: expect.any(String),
        msg: expect.any(String),
      }
      expect(JSON.parse(line)).toMatchObject(said)
      expect(line.match(/"service":/g)).toHaveLength(1)
    }
  })
})

test('an error that nobody declared is logged with its request, and the answer names the same', async () => {
  const system = await System.start('standalone')
  try {
    const ann = await register(system.url)
    await system.database.query('alter table workflow.workflows rename to gone')
    const { status, body, headers } = await ann.api.get('/workflows')
    expect([status, body.code]).toEqual([500, 'service/internal-error'])
    expect(JSON.stringify(body)).not.toContain('relation')
    const requestId = headers.get('x-request-id')
    const lines = () => system.output.map((text) => text.replace('standalone: ', ''))
    const line = await until('the log', () => lines().find((text) => requestId !== null && text.includes(requestId)))
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      service: 'workflow',
      operation: 'workflow/list-workflows',
      requestId,
      err: { message: expect.stringContaining('does not exist') },
    })
  } finally {
    await system.stop()
  }
})
