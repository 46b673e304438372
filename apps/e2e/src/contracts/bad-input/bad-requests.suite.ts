import { describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { Client, deploy, register, row } from '../../client.js'
import { drawing } from '../fixtures.js'
import { announceBody } from './announce-body.js'
import type { Given } from './given.js'

const node = (id: string, type: string, parameters: object, more: object = {}) => ({ id, type, parameters, ...more })
const empty = { nodes: [], connections: [] }

/** Nesting of arrays that deep, as JSON text. */
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

/** What is wrong with a request as such, before any rule of the product is asked. */
export function badRequests(given: Given): void {
  describe('bodies', () => {
    test.each([
      ['{"name": ', 'request/malformed'],
      ['{"name": "x",}', 'request/malformed'],
      ["{'name': 'x'}", 'request/malformed'],
      ['{"name": NaN}', 'request/malformed'],
      ['\ufeff{}', 'request/malformed'],
      ['[]', 'request/invalid'],
      ['"text"', 'request/invalid'],
      ['null', 'request/invalid'],
      ['7', 'request/invalid'],
    ])('%j is 400', async (body, code) => {
      const reply = await given().ann.api.ask('POST', '/workflows', { body })
      expect(reply).toMatchObject({ status: 400, body: { code, status: 400 } })
    })

    test('bytes that are no UTF-8 are 400', async () => {
      const { url, ann } = given()
      const response = await fetch(`${url}/api/v1/workflows`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${ann.token}` },
        body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
      })
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'request/malformed'])
    })

    test('wrong types and unknown members are all told, with pointers', async () => {
      const { status, body } = await given().ann.api.post('/workflows', {
        name: 7,
        nodes: [node('a', 'set', {}), { id: 1, type: 'set', parameters: [], colour: 'red' }],
        connections: {},
        extra: true,
      })
      expect([status, body.code]).toEqual([400, 'request/invalid'])
      const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer)
      const expected = ['/connections', '/extra', '/name', '/nodes/1/colour', '/nodes/1/id', '/nodes/1/parameters']
      expect(pointers.sort()).toEqual(expected)
    })

    test('members that a path, the query or nobody gives are unknown', async () => {
      const { api } = given().ann
      const { body } = await api.post('/workflows', { name: 'X', ...empty })
      const answers = [
        await api.post(`/workflows/${body.id}/publish`, { workflowId: newId() }),
        await api.post(`/workflows/${body.id}/publish?note=x`),
        await api.get('/workflows?colour=red'),
        await api.get('/workflows?limit=1&limit=2'),
      ]
      expect(answers.map(({ status, body: said }) => [status, said.errors?.[0]?.pointer])).toEqual([
        [400, '/workflowId'],
        [400, '/note'],
        [400, '/colour'],
        [400, '/limit'],
      ])
    })

    test('too large is 413, and tells the limit', async () => {
      const { url, ann } = given()
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${ann.token}` }
      const { status, text } = await announceBody(`${url}/api/v1/workflows`, headers, 3 * 1024 * 1024)
      expect(status).toBe(413)
      expect(JSON.parse(text)).toMatchObject({ code: 'request/too-large', limitBytes: 2 * 1024 * 1024 })
    })

    test.each([33, 1000, 100_000])('nested %i deep is 400', async (depth) => {
      const body = `{"name":"x","nodes":[],"connections":[],"settings":{"a":${nested(depth)}}}`
      const reply = await given().ann.api.ask('POST', '/workflows', { body })
      expect(reply).toMatchObject({ status: 400, body: { errors: [{ code: 'too-deep' }] } })
    })

    test.each([
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ])('the content type %s is 415', async (type) => {
      const ask = { body: '{"name":"x"}', headers: { 'content-type': type } }
      const reply = await given().ann.api.ask('POST', '/workflows', ask)
      expect(reply).toMatchObject({ status: 415, body: { code: 'request/unsupported-media-type' } })
    })
  })

  describe('addresses', () => {
    test.each([
      ['GET', '/workflows/1', 400, 'request/invalid'],
      ['GET', '/workflows/%00', 400, 'request/invalid'],
      ['GET', '/workflows/%zz', 400, 'request/invalid'],
      ['GET', '/workflows?cursor=garbage', 400, 'request/invalid'],
      ['GET', '/workflows?limit=0', 400, 'request/invalid'],
      ['GET', '/workflows?limit=101', 400, 'request/invalid'],
      ['GET', '/workflows?limit=ten', 400, 'request/invalid'],
      ['GET', '/nothing', 404, 'request/not-found'],
      ['GET', '/workflows/../../metrics', 404, 'request/not-found'],
      ['PATCH', '/workflows', 405, 'request/method-not-allowed'],
    ])('%s %s', async (method, path, status, code) => {
      const { api } = given().ann
      if (path.includes('..')) path = path.replaceAll('..', '%2e%2e')
      const reply = await api.ask(method, path)
      expect(reply).toMatchObject({ status, body: { code } })
      if (status === 405) expect(reply.headers.get('allow')).toContain('GET')
    })
  })

  describe('people', () => {
    test('an e-mail address in use is 409, however it is written', async () => {
      const { ann, url } = given()
      const taken = { email: ` ${ann.email.toUpperCase()} `, password: ann.password, name: 'Ann' }
      const reply = await new Client(url).post('/auth/register', taken)
      expect(reply).toMatchObject({ status: 409, body: { code: 'auth/email-taken' } })
    })

    test.each(['short', 'password1234', 'aaaaaaaaaaaaaaaa', 'qwertyuiop123456', 'Summer2024!Summer2024!'])(
      'the password %s is 400, and why',
      async (password) => {
        const somebody = { email: `${newId()}@example.com`, password, name: 'Ann' }
        const reply = await new Client(given().url).post('/auth/register', somebody)
        expect(reply).toMatchObject({ status: 400, body: { code: 'auth/password-weak', reason: expect.any(String) } })
      },
    )

    test('a wrong password and an unknown address are told the same', async () => {
      const { ann, url } = given()
      const login = (email: string) => new Client(url).post('/auth/login', { email, password: 'not-my-Password-77' })
      const [wrong, unknown] = [await login(ann.email), await login(`${newId()}@example.com`)]
      for (const { body } of [wrong, unknown]) delete body.instance
      expect(wrong).toMatchObject({ status: 401, body: { code: 'auth/credentials-wrong' } })
      expect(unknown.body).toEqual(wrong.body)
    })

    test('a token that was tampered with is 401', async () => {
      const { ann, url } = given()
      const authorization = `Bearer ${ann.token.slice(0, -2)}${ann.token.endsWith('AA') ? 'BB' : 'AA'}`
      const reply = await new Client(url, { authorization }).get('/workflows')
      expect(reply).toMatchObject({ status: 401, body: { code: 'auth/unauthenticated' } })
    })

    test('a workspace of others is 404', async () => {
      const { ann, url } = given()
      const bob = await register(url)
      const answers = [
        await ann.api.get(`/workspaces/${bob.workspaceId}`),
        await ann.api.with({ 'x-workspace-id': bob.workspaceId }).get('/workflows'),
      ]
      for (const answer of answers) expect(answer).toMatchObject({ status: 404, body: { code: 'workspace/not-found' } })
    })
  })

  describe('changes', () => {
    test('a draft that somebody changed meanwhile is 412, no If-Match is 428', async () => {
      const { api } = given().ann
      const { body, headers } = await api.post('/workflows', { name: 'First', ...empty })
      const change = (name: string, ifMatch?: string) =>
        api.put(`/workflows/${body.id}`, { name, ...empty }, { headers: ifMatch ? { 'if-match': ifMatch } : {} })
      const etag = headers.get('etag')!
      expect((await change('Second', etag)).status).toBe(200)
      const stale = await change('Third', etag)
      expect(stale).toMatchObject({ status: 412, body: { code: 'workflow/draft-changed', currentRevision: 2 } })
      const missing = await change('Fourth')
      expect(missing).toMatchObject({ status: 428, body: { code: 'request/precondition-required' } })
      expect(await change('Fifth', 'last week')).toMatchObject({ status: 400 })
      expect((await api.get(`/workflows/${body.id}`)).body.name).toBe('Second')
    })

    test('publishing an invalid draft is 422 with everything that is wrong', async () => {
      const { api } = given().ann
      const draft = {
        name: 'Broken',
        nodes: [
          node('start', 'manual-trigger', {}),
          node('mystery', 'teleport', {}),
          node('ask', 'http-request', {}),
          node('say', 'set', { fields: { x: '{{ $json. }}' } }),
          node('say', 'set', { fields: {} }),
        ],
        connections: [
          { source: 'start', target: 'mystery' },
          { source: 'start', target: 'nowhere' },
        ],
      }
      const { body } = await api.post('/workflows', draft)
      const { status, body: problem } = await api.post(`/workflows/${body.id}/publish`)
      expect([status, problem.code]).toEqual([422, 'workflow/invalid'])
      const pointers = problem.findings.map(({ pointer }: { pointer: string }) => pointer).join(' ')
      for (const place of ['/nodes/1', '/nodes/2', '/nodes/3', '/nodes/4', '/connections/1'])
        expect(pointers).toContain(place)
      const validated = await api.post(`/workflows/${body.id}/validate`)
      expect(validated.body).toEqual({ valid: false, findings: problem.findings })
      expect(await api.post(`/workflows/${body.id}/activate`)).toMatchObject({ status: 409 })
    })

    test('activating twice answers the same', async () => {
      const { api } = given().ann
      const { workflowId } = await deploy(api, drawing())
      const again = await api.post(`/workflows/${workflowId}/activate`)
      const third = await api.post(`/workflows/${workflowId}/activate`)
      expect(again.status).toBe(200)
      expect(third.body).toEqual(again.body)
      expect(again.body.webhooks).toHaveLength(1)
      const deleted = await api.delete(`/workflows/${workflowId}`)
      expect(deleted).toMatchObject({ status: 409, body: { code: 'workflow/active' } })
    })

    test('an Idempotency-Key stands for one request', async () => {
      const { api } = given().ann
      const headers = { 'idempotency-key': newId() }
      const body = { name: 'Once', ...empty }
      const [first, second] = await Promise.all([
        api.post('/workflows', body, { headers }),
        api.post('/workflows', body, { headers }),
      ])
      expect([first.status, second.status, second.body]).toEqual([201, 201, first.body])
      const other = await api.post('/workflows', { ...body, name: 'Twice' }, { headers })
      expect(other).toMatchObject({ status: 422, body: { code: 'request/idempotency-conflict' } })
      const invalid = await api.post('/workflows', body, { headers: { 'idempotency-key': 'two words' } })
      expect(invalid).toMatchObject({ status: 400, body: { code: 'request/invalid' } })
    })

    test('an Idempotency-Key starts one execution', async () => {
      const { api } = given().ann
      const { workflowId } = await deploy(api, row(node('start', 'manual-trigger', {}), node('end', 'no-op', {})))
      const headers = { 'idempotency-key': newId() }
      const start = (input: object) =>
        api.post(`/workflows/${workflowId}/executions`, { input, waitMs: 20_000 }, { headers })
      const [first, second] = await Promise.all([start({ a: 1 }), start({ a: 1 })])
      expect([first.status, second.status]).toEqual([200, 200])
      expect(second.body.id).toBe(first.body.id)
      const other = await start({ a: 2 })
      expect([other.status, other.body.code]).toEqual([422, 'request/idempotency-conflict'])
      const { body } = await api.get(`/executions?workflowId=${workflowId}`)
      expect(body.items).toHaveLength(1)
    })
  })
}
