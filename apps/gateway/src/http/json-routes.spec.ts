import { CreateWorkflow, GetJwks, GetWorkflow, ListWorkflows, StartExecution } from '@linkflow/contracts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId, Unavailable } from '@linkflow/kernel'
import { body, json, problem, startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'

let gw: TestGateway
beforeAll(async () => {
  gw = await startGateway()
})
afterAll(() => gw.close())

const draft = { name: 'Orders', nodes: [], connections: [] }

describe('answers', () => {
  test('201 with Location and ETag', async () => {
    const response = await gw.fetch('/api/v1/workflows', json(draft))
    const { id } = await body(response)
    expect(response.status).toBe(201)
    expect(response.headers.get('location')).toBe(`/api/v1/workflows/${id}`)
    expect(response.headers.get('etag')).toBe('"5"')
  })

  test.each(['"5"', 'W/"5"', '"4", "5"', '*'])('304 when If-None-Match is %s', async (header) => {
    const response = await gw.fetch(`/api/v1/workflows/${newId()}`, { headers: { 'if-none-match': header } })
    expect(response.status).toBe(304)
    expect(await response.text()).toBe('')
  })

  test('200 when If-None-Match is another', async () => {
    const response = await gw.fetch(`/api/v1/workflows/${newId()}`, { headers: { 'if-none-match': '"4"' } })
    expect(response.status).toBe(200)
  })

  test('a status that depends on the output', async () => {
    const path = `/api/v1/workflows/${newId()}/executions`
    const accepted = await gw.fetch(path, json({}))
    expect(accepted.status).toBe(202)
    expect(accepted.headers.get('location')).toBe(`/api/v1/executions/${(await body(accepted)).id}`)
    const finished = await gw.fetch(path, json({ waitMs: 1000 }))
    expect(finished.status).toBe(200)
    expect(finished.headers.get('location')).toBeNull()
  })

  test('204 without a body when there is nothing to say', async () => {
    const response = await gw.fetch('/api/v1/auth/logout', { method: 'POST' })
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
  })

  test('HEAD answers like GET, without the body', async () => {
    const response = await gw.fetch(`/api/v1/workflows/${newId()}`, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(response.headers.get('etag')).toBe('"5"')
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(0)
  })

  test('a path outside the versioned interface', async () => {
    const response = await gw.fetch('/.well-known/jwks.json', { anonymous: true })
    expect(response.status).toBe(200)
    expect((await body(response)).keys).toHaveLength(1)
    expect(gw.seen(GetJwks).length).toBeGreaterThan(0)
  })
})

describe('failures', () => {
  test('an unknown path is a 404 problem', async () => {
    expect(await problem(await gw.fetch('/api/v1/nothing'))).toMatchObject({ code: 'request/not-found' })
    expect(await problem(await gw.fetch('/nothing', json({})))).toMatchObject({ code: 'request/not-found' })
  })

  test('another method of a known path is a 405 problem with Allow', async () => {
    const response = await gw.fetch('/api/v1/workflows', { method: 'PATCH' })
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST')
    expect(await problem(response)).toMatchObject({ status: 405, allowed: ['GET', 'HEAD', 'POST'] })
    const withBody = await gw.fetch(`/api/v1/executions/${newId()}`, json({}, { method: 'PUT' }))
    expect(withBody.status).toBe(405)
  })

  test('OPTIONS tells the methods', async () => {
    const response = await gw.fetch('/api/v1/workflows', { method: 'OPTIONS' })
    expect(response.status).toBe(204)
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS')
  })

  test('a declared problem goes through unchanged', async () => {
    gw.answer(GetWorkflow, () => {
      throw Unavailable({ service: 'workflow' })
    })
    const response = await gw.fetch(`/api/v1/workflows/${newId()}`)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await problem(response)).toMatchObject({ status: 503, service: 'workflow' })
  })

  test('a service that is not there is 503', async () => {
    expect(await problem(await gw.fetch('/api/v1/executions'))).toMatchObject({
      status: 503,
      code: 'service/unavailable',
    })
  })

  test('an undeclared error is a 500 that says nothing, with the request id', async () => {
    gw.answer(ListWorkflows, () => {
      throw new Error('secret inner text')
    })
    const response = await gw.fetch('/api/v1/workflows', { headers: { 'x-request-id': 'my-request-1' } })
    const document = await problem(response)
    expect(document).toMatchObject({ code: 'service/internal-error', instance: 'my-request-1' })
    expect(JSON.stringify(document)).not.toContain('secret')
  })
})

describe('the context of a call', () => {
  test('carries who, where, how long and from where', async () => {
    const before = Date.now()
    await gw.fetch(
      '/api/v1/workflows',
      json(draft, { headers: { 'x-request-id': 'request_42-x', 'user-agent': 'me/1' } }),
    )
    const { context, requestId, deadlineAt, clientIp, userAgent } = gw.seen(CreateWorkflow).at(-1)!.call
    expect(context!.principal).toEqual({ kind: 'user', id: gw.userId, sessionId: gw.sessionId })
    expect(context!.workspaceId).toBe(gw.workspaceId)
    expect(requestId).toBe('request_42-x')
    expect([clientIp, userAgent]).toEqual(['127.0.0.1', 'me/1'])
    expect(deadlineAt).toBeGreaterThanOrEqual(before + CreateWorkflow.timeoutMs)
  })

  test.each(['short', 'x'.repeat(65), 'has space in it', 'söme-non-ascii'])(
    'a request id %j is replaced',
    async (id) => {
      const response = await gw.fetch('/api/v1/auth/me', { headers: { 'x-request-id': encodeURIComponent(id) } })
      expect(response.headers.get('x-request-id')).toMatch(/^[A-Za-z0-9_-]{8,64}$/)
    },
  )

  test('has an idempotency key where the contract keeps one, with a hash that ignores the order of members', async () => {
    const path = `/api/v1/workflows/${newId()}/executions`
    const headers = { 'idempotency-key': 'order-1' }
    await gw.fetch(path, json({ waitMs: 0, input: { a: 1, b: 2 } }, { headers }))
    await gw.fetch(path, json({ input: { b: 2, a: 1 }, waitMs: 0 }, { headers }))
    await gw.fetch(path, json({ input: { b: 2, a: 2 }, waitMs: 0 }, { headers }))
    const [first, second, third] = gw
      .seen(StartExecution)
      .slice(-3)
      .map(({ call }) => call.context!.idempotency!)
    expect(first).toEqual({
      contract: 'execution/start-execution',
      key: 'order-1',
      bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(second).toEqual(first)
    expect(third!.bodyHash).not.toBe(first!.bodyHash)
  })

  test.each([
    ['has space', 400],
    ['x'.repeat(256), 400],
    ['x'.repeat(255), 202],
  ])('idempotency key %j', async (key, status) => {
    const response = await gw.fetch(
      `/api/v1/workflows/${newId()}/executions`,
      json({}, { headers: { 'idempotency-key': key } }),
    )
    expect(response.status).toBe(status)
  })

  test('is aborted when the client goes away', async () => {
    const client = new AbortController()
    const aborted = new Promise<void>((done) =>
      gw.answer(StartExecution, (_input, { signal }) => {
        signal.addEventListener('abort', () => done())
        client.abort()
        return new Promise(() => undefined)
      }),
    )
    const request = gw.fetch(`/api/v1/workflows/${newId()}/executions`, json({}, { signal: client.signal }))
    await expect(request).rejects.toThrow()
    await aborted
  })
})
