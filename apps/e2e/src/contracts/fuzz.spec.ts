import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { register } from '../client.js'
import type { Account } from '../client.js'
import { System } from '../system.js'
import { namesTenant, pathOf, requestOf } from './fixtures.js'
import { ApiDocument } from './fuzz/api-document.js'
import { fuzzRequests } from './fuzz/fuzz-request.js'
import type { FuzzRequest } from './fuzz/fuzz-request.js'
import { guardedOperations, operations } from './operations.js'
import type { Operation } from './operations.js'
import { send } from './send.js'

/** Requests per operation. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 40)
/** The same requests each time unless told otherwise; a failure names its seed. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122)
const TIME_LIMIT_MS = 60_000 + RUNS * 1000

let system: System
let ann: Account
let key: string
let document: ApiDocument
let ids: string[]

beforeAll(async () => {
  system = await System.start('standalone', { env: { RATE_LIMIT_PRINCIPAL: '0' } })
  ann = await register(system.url)
  const bob = await register(system.url)
  // Nothing that is tried ends this key: its id is in nobody's hands.
  key = (await ann.api.post('/api-keys', { name: 'Fuzz' })).body.key
  document = new ApiDocument((await ann.api.get('/openapi.json')).body)
  const paths = []
  for (const account of [ann, bob])
    for (const operation of guardedOperations.filter(namesTenant)) paths.push(await pathOf(operation, account))
  ids = [...new Set(paths.join(' ').match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g))]
})
afterAll(() => system?.stop())

const named = (list: readonly Operation[]) => list.map((operation) => [operation.name, operation] as const)

async function ask({ method, contract }: Operation, { url, headers, body }: FuzzRequest) {
  const who: Record<string, string> = contract.access.kind === 'public' ? {} : { 'x-api-key': key }
  const response = await fetch(system.url + url, { method, headers: { ...who, ...headers }, body })
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  return { status: response.status, type, text, body: /[/+]json/.test(type) ? JSON.parse(text) : text }
}

type Answer = Awaited<ReturnType<typeof ask>>

function expectProblem({ status, type, body }: Answer): void {
  expect(type).toMatch(/^application\/problem\+json/)
  const { code } = body
  expect(body).toMatchObject({
    type: `https://linkflow.dev/problems/${code}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    code: expect.stringMatching(/^[a-z-]+\/[a-z-]+$/),
    instance: expect.any(String),
  })
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\bat \S+:\d+|SELECT |syntax error at/)
}

function judge(operation: Operation, answer: Answer): void {
  const { status, text, body } = answer
  const full = status === 503 && body.code === 'execution/queue-full'
  if (status >= 500 && !full) throw new Error(`${operation.name} answered ${status}: ${text}`)
  if (status >= 400) expectProblem(answer)
  // What never became a request of this operation is none of its answers.
  const elsewhere = ['request/not-found', 'request/headers-too-large'].includes(body.code)
  if (operation.contract.http.reply !== 'raw' && !elsewhere) document.expectDeclared(operation, answer)
}

describe('whatever is sent, the answer is one that was declared', () => {
  test.each(named(operations))(
    '%s',
    async (_, operation) => {
      const requests = await fuzzRequests(operation, ann, ids)
      const property = fc.asyncProperty(requests, async (request) => judge(operation, await ask(operation, request)))
      await fc.assert(property, {
        numRuns: RUNS,
        seed: SEED,
        interruptAfterTimeLimit: TIME_LIMIT_MS - 20_000,
        markInterruptAsFailure: true,
      })
    },
    TIME_LIMIT_MS,
  )
})

describe('a member that nobody knows is refused, by name', () => {
  const strict = operations.filter(({ contract }) => contract.http.body !== 'raw')
  test.each(named(strict))('%s', async (_, operation) => {
    const request = await requestOf(operation, ann)
    const extra = { 'not-a~member/': 1 }
    const asked = operation.inQuery
      ? { ...request, query: { ...request.query, ...extra } }
      : { ...request, body: { ...(request.body as object), ...extra } }
    const { status, body } = await send(ann.api, asked)
    expect([status, body.code]).toEqual([400, 'request/invalid'])
    expect(body.errors).toContainEqual(expect.objectContaining({ pointer: '/not-a~0member~1' }))
  })
})

test('the system is as well as before', async () => {
  expect(await ann.api.get(`${system.url}/health/ready`)).toMatchObject({ status: 200 })
  expect(system.output.filter((line) => line.includes('unexpected error'))).toEqual([])
})
