import { ListWorkflows, UpdateWorkflow } from '@linkflow/contracts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { connect } from 'node:net'
import { json, problem, startGateway } from '../gateway.fixture.js'
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
