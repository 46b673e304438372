import { afterEach, describe, expect, test } from '@jest/globals'
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
