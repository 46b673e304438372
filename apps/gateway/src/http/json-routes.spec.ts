import {
  CreateWorkflow,
  GetJwks,
  GetWorkflow,
  ListWorkflows,
  StartExecution,
  UpdateWorkflow,
} from '@linkflow/contracts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId, Unavailable } from '@linkflow/kernel'
import { connect } from 'node:net'
import { body, json, problem, startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'

let gw: TestGateway
beforeAll(async () => {
  gw = await startGateway()
})
afterAll(() => gw.close())

const draft = { name: 'Orders', nodes: [], connections: [] }
const put = (body: unknown, headers: Record<string, string> = {}) => json(body, { method: 'PUT', headers })

describe('input', () => {
  test('comes from the path and the query, coerced', async () => {
    const response = await gw.fetch('/api/v1/workflows?limit=7&active=true&search=a%20b')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ items: [] })
    expect(gw.seen(ListWorkflows).at(-1)!.input).toEqual({ limit: 7, active: 'true', search: 'a b' })
  })

  test('comes from the path, the body and bound headers', async () => {
    const id = newId()
    const response = await gw.fetch(`/api/v1/workflows/${id}`, put(draft, { 'if-match': '"5"' }))
    expect(response.status).toBe(200)
    expect(gw.seen(UpdateWorkflow).at(-1)!.input).toEqual({ ...draft, workflowId: id, expectedRevision: 5 })
  })

  test.each([
    ['"5"', 5],
    ['W/"5"', 5],
    ['5', 5],
    ['*', undefined],
  ])('If-Match %s is revision %s', async (header, revision) => {
    await gw.fetch(`/api/v1/workflows/${newId()}`, put(draft, { 'if-match': header }))
    expect(gw.seen(UpdateWorkflow).at(-1)!.input.expectedRevision).toBe(revision)
  })

  test.each(['abc', '"5', '"5", "6"', '-1', '""'])('If-Match %s is refused', async (header) => {
    const response = await gw.fetch(`/api/v1/workflows/${newId()}`, put(draft, { 'if-match': header }))
    expect(response.status).toBe(400)
    expect((await problem(response)).errors[0]!.code).toBe('invalid-header')
  })

  const refused: [name: string, path: () => string, init: RequestInit, pointer: string, code: string][] = [
    ['an unknown query member', () => '/workflows?colour=red', {}, '/colour', 'unknown-member'],
    ['a repeated query member', () => '/workflows?limit=1&limit=2', {}, '/limit', 'repeated-member'],
    ['a query member that is no number', () => '/workflows?limit=many', {}, '/limit', 'invalid-type'],
    ['an empty number', () => '/workflows?limit=', {}, '/limit', 'invalid-type'],
    ['a hexadecimal number', () => '/workflows?limit=0x10', {}, '/limit', 'invalid-type'],
    ['a number beyond its range', () => '/workflows?limit=101', {}, '/limit', 'too-big'],
    ['a boolean that is none', () => '/workflows?active=perhaps', {}, '/active', 'invalid-value'],
    ['U+0000 in the query', () => '/workflows?search=%00', {}, '/search', 'invalid-character'],
    ['__proto__ in the query', () => '/workflows?__proto__=1', {}, '/__proto__', 'unknown-member'],
    ['a path parameter that is no id', () => '/workflows/nope', {}, '/workflowId', 'invalid-format'],
    [
      'a path parameter in the query',
      () => `/workflows/${newId()}?workflowId=${newId()}`,
      {},
      '/workflowId',
      'unknown-member',
    ],
    [
      'a body of a GET-like method',
      () => `/api-keys/${newId()}`,
      json({ a: 1 }, { method: 'DELETE' }),
      '/a',
      'unknown-member',
    ],
    ['an unknown member', () => '/workflows', json({ ...draft, colour: 'red' }), '/colour', 'unknown-member'],
    [
      'a workspace id in a body',
      () => '/workflows',
      json({ ...draft, workspaceId: newId() }),
      '/workspaceId',
      'unknown-member',
    ],
    [
      'a member of a nested object',
      () => '/workflows',
      json({ ...draft, connections: [{ source: 'a', target: 'b', x: 1 }] }),
      '/connections/0/x',
      'unknown-member',
    ],
    ['a query with a body', () => '/workflows?dry=1', json(draft), '/dry', 'unknown-member'],
    [
      'a path parameter in the body',
      () => `/workflows/${newId()}`,
      put({ ...draft, workflowId: newId() }),
      '/workflowId',
      'unknown-member',
    ],
    [
      'a bound header in the body',
      () => `/workflows/${newId()}`,
      put({ ...draft, expectedRevision: 1 }),
      '/expectedRevision',
      'unknown-member',
    ],
    ['a missing member', () => '/workflows', json({ nodes: [], connections: [] }), '/name', 'invalid-type'],
    ['an array as body', () => '/workflows', json([]), '', 'invalid-type'],
  ]
  test.each(refused)('refuses %s', async (_name, path, init, pointer, code) => {
    const response = await gw.fetch(`/api/v1${path()}`, init)
    expect(response.status).toBe(400)
    expect(await problem(response)).toMatchObject({ code: 'request/invalid', errors: [{ pointer, code }] })
  })

  const raw = (body: string | Buffer, type = 'application/json') =>
    gw.fetch('/api/v1/workflows', {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
      headers: { 'content-type': type },
    })
  const nested = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)

  test.each([
    ['text that is no JSON', '{', 'request/malformed', 400],
    ['null', 'null', 'request/invalid', 400],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'request/malformed', 400],
    ['__proto__', '{"nodes":[{"__proto__":{"a":1}}]}', 'request/invalid', 400],
    ['U+0000', '{"name":"a\\u0000b"}', 'request/invalid', 400],
    ['33 levels', nested(33), 'request/invalid', 400],
    ['a hundred thousand levels', '['.repeat(100_000), 'request/malformed', 400],
    ['2 MiB and a byte', `"${'a'.repeat(2 * 1024 * 1024 - 1)}"`, 'request/too-large', 413],
  ])('refuses a body of %s', async (_name, body, code, status) => {
    const response = await raw(body)
    expect(response.status).toBe(status)
    expect((await problem(response)).code).toBe(code)
  })

  test('32 levels are not too deep', async () => {
    const errors = (await problem(await raw(nested(32)))).errors
    expect(errors.map(({ code }) => code)).not.toContain('too-deep')
  })

  test('1 MiB is the most where the contract has no more', async () => {
    const init = json({ email: 'a@example.com', password: 'x'.repeat(1024 * 1024) })
    expect(await problem(await gw.fetch('/api/v1/auth/login', init))).toMatchObject({
      status: 413,
      limitBytes: 1024 * 1024,
    })
  })

  test.each(['text/plain', 'application/xml', 'application/jsonish', 'multipart/form-data; boundary=x'])(
    'refuses content type %s',
    async (type) => {
      const response = await raw('{}', type)
      expect(await problem(response)).toMatchObject({ status: 415, supported: ['application/json'] })
    },
  )

  test('an empty body with a JSON content type is {}', async () => {
    const response = await gw.fetch(`/api/v1/workflows/${newId()}/executions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    })
    expect(response.status).toBe(202)
  })

  test('no body at all is {}', async () => {
    expect((await gw.fetch('/api/v1/auth/logout', { method: 'POST' })).status).toBe(204)
  })

  test('a charset does no harm', async () => {
    const init = json(draft, { headers: { 'content-type': 'application/json; charset=utf-8' } })
    expect((await gw.fetch('/api/v1/workflows', init)).status).toBe(201)
  })

  test('refuses a URL that cannot be decoded', async () => {
    const response = await new Promise<string>((done) => {
      let text = ''
      const socket = connect(gw.port, '127.0.0.1', () =>
        socket.end('GET /api/v1/workflows/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
      )
      socket.on('data', (data) => (text += String(data))).on('close', () => done(text))
    })
    expect(response).toContain('400 Bad Request')
    expect(response).toContain('request/invalid')
  })
})

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
