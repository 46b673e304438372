import { afterEach, describe, expect, test } from '@jest/globals'
import { GetMe, ListWorkflows } from '@linkflow/contracts'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gatewayConfig } from '../config.js'
import { problem, startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'

let gw: TestGateway
afterEach(() => gw.close())

test('every answer carries the headers that protect it', async () => {
  gw = await startGateway()
  for (const path of ['/api/v1/auth/me', '/nothing', '/health/live', '/docs']) {
    const { headers } = await gw.fetch(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('strict-transport-security')).toBeNull()
  }
})

test('HTTPS is told to stay', async () => {
  gw = await startGateway({ TRUST_PROXY: '1' })
  const { headers } = await gw.fetch('/health/live', { headers: { 'x-forwarded-proto': 'https' } })
  expect(headers.get('strict-transport-security')).toMatch(/^max-age=/)
})

describe('pages of other origins', () => {
  const preflight = (origin: string) =>
    gw.fetch('/api/v1/workflows', {
      method: 'OPTIONS',
      anonymous: true,
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    })

  test('may not read answers by default', async () => {
    gw = await startGateway()
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
    const response = await gw.fetch('/api/v1/auth/me', { headers: { origin: 'https://evil.example' } })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('may when they are listed', async () => {
    gw = await startGateway({ CORS_ORIGINS: 'https://app.example, https://b.example' })
    const allowed = await preflight('https://app.example')
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(allowed.headers.get('access-control-allow-headers')).toContain('Authorization')
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull()
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
    const failed = await gw.fetch('/api/v1/nothing', { headers: { origin: 'https://b.example' } })
    expect(failed.headers.get('access-control-allow-origin')).toBe('https://b.example')
    await problem(failed)
  })

  test.each(['*', 'https://*.example', 'app.example', 'https://app.example/path'])(
    'cannot be listed as %s',
    async (list) => {
      gw = await startGateway()
      expect(gatewayConfig.safeParse({ CORS_ORIGINS: list }).success).toBe(false)
    },
  )
})

test('health and metrics are on the same port', async () => {
  gw = await startGateway()
  expect((await gw.fetch('/health/ready', { anonymous: true })).status).toBe(200)
  await gw.fetch('/api/v1/workflows')
  await gw.fetch('/api/v1/workflows?colour=red')
  const metrics = await (await gw.fetch('/metrics', { anonymous: true })).text()
  expect(metrics).toMatch(
    /http_server_request_duration_seconds_count\{route="\/api\/v1\/workflows",method="GET",status_class="2xx"\} \d+/,
  )
  expect(metrics).toMatch(/route="\/api\/v1\/workflows",method="GET",status_class="4xx"/)
})

test('a sampled request is traced, and its problems name the trace', async () => {
  const reports: Buffer[] = []
  const collector = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => reports.push(chunk)).on('end', () => response.writeHead(202).end())
  }).listen(0, '127.0.0.1')
  await new Promise((done) => collector.once('listening', done))
  const { port } = collector.address() as AddressInfo
  gw = await startGateway({ JAEGER_ENDPOINT: `http://127.0.0.1:${port}/api/traces`, TRACE_SAMPLING: '1' })

  await gw.fetch('/api/v1/auth/me')
  const [first] = gw.seen(GetMe)
  expect(first!.call.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)

  const traceId = 'a'.repeat(32)
  const traceparent = `00-${traceId}-${'b'.repeat(16)}-01`
  await gw.fetch('/api/v1/workflows', { headers: { traceparent } })
  expect(gw.seen(ListWorkflows)[0]!.call.traceparent).toContain(traceId)
  const refused = await gw.fetch('/api/v1/workflows?colour=red', { headers: { traceparent } })
  expect((await problem(refused)).instance).toBe(traceId)

  await gw.close()
  collector.close()
  expect(Buffer.concat(reports).toString('latin1')).toContain('/api/v1/workflows')
})

test.each([
  ['a path parameter that is far too long', `/api/v1/workflows/${'x'.repeat(5000)}`],
  ['a query that is far too long', `/api/v1/workflows?search=${'x'.repeat(20_000)}`],
  ['dots that lead upwards', '/api/v1/%2e%2e/%2e%2e/etc/passwd'],
])('%s is a problem', async (_name, path) => {
  gw = await startGateway()
  const response = await gw.fetch(path)
  expect(response.status).toBeGreaterThanOrEqual(400)
  expect(response.status).toBeLessThan(500)
  await problem(response)
})
