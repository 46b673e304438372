import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CredentialNotFound,
  GetNodeType,
  ListNodeTypes,
  NodeFailed,
  NodeTypeNotFound,
  ReleaseCredential,
  RunNode,
} from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Forbidden, newId } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { contexts, startServices } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { node } from '../index.js'
import { startHttpServer } from '../egress/http-server.fixture.js'
import type { Received, TestHttpServer } from '../egress/http-server.fixture.js'

const SECRET = 'very-s3cret-token'
let services: TestServices
let server: TestHttpServer
let elsewhere: TestHttpServer
let answer: (request: Received, response: ServerResponse) => void
const releases: { input: Input<typeof ReleaseCredential>; context: RequestContext | undefined }[] = []
const known = newId()

beforeAll(async () => {
  server = await startHttpServer((request, response) => answer(request, response))
  elsewhere = await startHttpServer()
  services = await startServices([node], {
    env: {
      LINKFLOW_EGRESS_ALLOW: `127.0.0.1:${server.port},127.0.0.1:${elsewhere.port}`,
      LINKFLOW_EGRESS_MAX_BYTES: '8000000',
    },
  })
  // The credential service is another service: here it is what its contract says.
  await services.transport.serve(
    ReleaseCredential.subject,
    'credential',
    async (input, call): Promise<Output<typeof ReleaseCredential>> => {
      const asked = ReleaseCredential.input.parse(input)
      releases.push({ input: asked, context: call.context })
      if (asked.credentialId !== known) throw CredentialNotFound()
      return { type: 'header', data: { token: SECRET }, authenticate: { headers: { 'X-Token': 'Key {{token}}' } } }
    },
    { maxBytes: ReleaseCredential.maxBytes, long: false },
  )
})
afterEach(() => {
  server.received.length = 0
  releases.length = 0
})
afterAll(async () => {
  await services.close()
  await server.close()
  await elsewhere.close()
})

const executionId = newId()
const ctx = (more: Partial<RequestContext> = {}) => ({ ...contexts.execution(executionId, newId()), ...more })

function run(requests: Record<string, unknown>[], more: Partial<Input<typeof RunNode>> = {}, context = ctx()) {
  const input = {
    executionId,
    nodeId: 'call',
    type: 'http-request',
    version: 1,
    attempt: 1,
    requests: requests.map((request) => ({ url: server.url, ...request })),
    items: requests.map(() => ({ json: {} })),
    idempotencyKey: 'key',
    ...more,
  }
  return services.call(RunNode, input, context)
}

async function failureOf(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!NodeFailed.is(error)) throw error ?? new Error('It did not fail.')
  return error.params
}

describe('node types', () => {
  test('are listed, newest version of each, by group if wanted', async () => {
    const user = contexts.user()
    const { items } = await services.call(ListNodeTypes, {}, user)
    expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(['set', 'http-request', 'webhook-trigger']))
    expect(new Set(items.map(({ type }) => type)).size).toBe(items.length)
    const triggers = await services.call(ListNodeTypes, { group: 'trigger' }, user)
    expect(triggers.items.every(({ trigger }) => trigger)).toBe(true)
  })

  test('are got by name', async () => {
    expect(await services.call(GetNodeType, { type: 'set' }, contexts.user())).toMatchObject({
      type: 'set',
      version: 1,
    })
    for (const input of [{ type: 'nothing' }, { type: 'set', version: 9 }, { type: '__proto__' }])
      await expect(services.call(GetNodeType, input, contexts.user())).rejects.toMatchObject({
        code: NodeTypeNotFound.code,
      })
  })
})

test('people cannot run nodes', async () => {
  await expect(run([{}], {}, contexts.user())).rejects.toMatchObject({ code: Forbidden.code })
})

test.each(['set', 'nothing', 'http-request'])('%s of a version that does not run here fails for good', async (type) => {
  const failed = await failureOf(run([{}], { type, version: type === 'http-request' ? 2 : 1 }))
  expect(failed).toMatchObject({ failure: { code: 'node/unknown-type' }, retryable: false })
})

test('items come out in order, five at a time, each with its source and its own key', async () => {
  const held: (() => void)[] = []
  answer = ({ url }, response) => {
    response.setHeader('content-type', 'application/json')
    held.push(() => response.end(JSON.stringify({ n: Number(url.slice(1)) })))
    // The first five wait for each other and are answered last first.
    if (server.received.length >= 5) for (const give of held.splice(0).reverse()) give()
  }
  const requests = Array.from({ length: 8 }, (_, n) => ({ method: 'POST', url: `${server.url}/${n}` }))
  const { outputs } = await run(requests)
  expect(outputs.main).toEqual(
    requests.map((_, n) => ({
      json: { status: 200, headers: expect.any(Object), body: { n } },
      source: [{ index: n }],
    })),
  )
  const keys = server.received.map(({ headers }) => headers['idempotency-key'])
  expect(keys.sort()).toEqual(requests.map((_, n) => `key:${n}`))
})

test('a single request has the key as it is', async () => {
  answer = (_request, response) => response.end()
  await run([{ method: 'DELETE' }])
  expect(server.received[0]?.headers).toMatchObject({ 'idempotency-key': 'key', 'user-agent': 'LinkFlow' })
})

test('429 says when to try again', async () => {
  answer = (_request, response) => response.writeHead(429, { 'retry-after': '7' }).end('slow down')
  expect(await failureOf(run([{}]))).toEqual({
    failure: {
      code: 'http/status',
      message: `127.0.0.1:${server.port} answered with status 429.`,
      details: { status: 429, body: 'slow down' },
    },
    retryable: true,
    retryAfterMs: 7000,
  })
})

test('a 404 is a failure, or an item when wanted', async () => {
  answer = (_request, response) => response.writeHead(404).end('none')
  expect(await failureOf(run([{}]))).toMatchObject({ failure: { code: 'http/status' }, retryable: false })
  expect((await run([{ failOnStatus: false }])).outputs.main?.[0]).toMatchObject({
    json: { status: 404, body: 'none' },
  })
})

test('parameters that expressions made wrong fail before anything is sent', async () => {
  const failed = await failureOf(run([{}, { method: 'BREW' }]))
  expect(failed).toMatchObject({ failure: { code: 'node/invalid-parameter' }, retryable: false })
  expect(server.received).toHaveLength(0)
})

test('inside addresses fail for good', async () => {
  const failed = await failureOf(run([{ url: 'http://169.254.169.254/' }]))
  expect(failed).toMatchObject({ failure: { code: 'http/blocked-address' }, retryable: false })
})

test('more bytes than a run may have fail it, also in sum', async () => {
  answer = (_request, response) => response.end(Buffer.alloc(5_000_000, 'x'))
  expect((await run([{}])).outputs.main).toHaveLength(1)
  expect(await failureOf(run([{}, {}]))).toMatchObject({ failure: { code: 'http/response-too-large' } })
  expect(await failureOf(run([{ maxBytes: 100 }]))).toMatchObject({ failure: { details: { limitBytes: 100 } } })
})

test('the node’s time is up', async () => {
  answer = (_request, response) => response.write('.')
  expect(await failureOf(run([{}], { timeoutMs: 50 }))).toMatchObject({
    failure: { code: 'http/timeout' },
    retryable: true,
  })
})

test('who cancels takes the request along', async () => {
  const controller = new AbortController()
  const closed = new Promise((resolve) => {
    answer = (_request, response) => {
      response.on('close', () => resolve('closed'))
      controller.abort()
    }
  })
  await expect(run([{}], {}, ctx({ signal: controller.signal }))).rejects.toBeDefined()
  expect(await closed).toBe('closed')
})

describe('credentials', () => {
  const credentials = { auth: known }

  test('are released once for the execution itself, and applied', async () => {
    answer = (_request, response) => response.end()
    const context = ctx()
    await run([{}, {}], { credentials, attempt: 3 }, context)
    expect(server.received.map(({ headers }) => headers['x-token'])).toEqual([`Key ${SECRET}`, `Key ${SECRET}`])
    expect(releases).toHaveLength(1)
    expect(releases[0]?.input).toEqual({
      credentialId: known,
      types: ['header', 'basic', 'bearer', 'generic'],
      use: { kind: 'node-execution', executionId, nodeId: 'call', attempt: 3 },
    })
    expect(releases[0]?.context).toMatchObject({ principal: context.principal, workspaceId: context.workspaceId })
  })

  test('stay with their origin', async () => {
    answer = (_request, response) => response.writeHead(307, { location: elsewhere.url }).end()
    await run([{ method: 'POST' }], { credentials })
    expect(elsewhere.received.at(-1)?.method).toBe('POST')
    expect(elsewhere.received.at(-1)?.headers).not.toHaveProperty('x-token')
  })

  test('never appear in a failure, even when the server echoes them', async () => {
    answer = ({ headers }, response) => response.writeHead(400).end(JSON.stringify(headers))
    const failed = await failureOf(run([{}], { credentials }))
    expect(JSON.stringify(failed)).toContain('x-token')
    expect(JSON.stringify(failed)).not.toContain(SECRET)
  })

  test('that are not there fail the node for good', async () => {
    const failed = await failureOf(run([{}], { credentials: { auth: newId() } }))
    expect(failed).toMatchObject({ failure: { code: CredentialNotFound.code }, retryable: false })
    expect(server.received).toHaveLength(0)
  })
})
