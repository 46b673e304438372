import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { Client, deploy, register } from '../client.js'
import type { Account, Reply } from '../client.js'
import { System } from '../system.js'
import { drawing, namesTenant, pathOf, requestOf } from './fixtures.js'
import { guardedOperations } from './operations.js'
import type { Operation } from './operations.js'
import { send } from './send.js'

let system: System
let ann: Account
let bob: Account
/** What Bob may show to nobody: ids and texts of Ann's workspace. */
let secrets: string[]

beforeAll(async () => {
  system = await System.start('standalone', { env: { RATE_LIMIT_PRINCIPAL: '0' } })
  ann = await register(system.url)
  bob = await register(system.url)
  const ids = []
  for (const operation of guardedOperations.filter(namesTenant)) ids.push(...uuids(await pathOf(operation, ann)))
  secrets = [...new Set([...ids, ann.userId, ann.workspaceId, ann.email])]
})
afterAll(() => system?.stop())

const uuids = (text: string) => text.match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g) ?? []
const named = (list: readonly Operation[]) => list.map((operation) => [operation.name, operation] as const)

/** 404 with the resource's own code: not a word on whether it exists elsewhere. */
function expectNotFound({ contract }: Operation, { status, body }: Reply): void {
  const codes = contract.problems.filter((problem) => problem.status === 404).map(({ code }) => code)
  expect(codes).toContain(body.code ?? `${status} without a code`)
  expect(status).toBe(404)
}

describe('things of another workspace are not there', () => {
  test.each(named(guardedOperations.filter(namesTenant)))('%s', async (_, operation) => {
    const request = await requestOf(operation, ann)
    const foreign = await send(bob.api, request)
    expectNotFound(operation, foreign)
    const unknown = await send(bob.api, { ...request, path: request.path.replace(/[0-9a-f-]{36}/, newId()) })
    expectNotFound(operation, unknown)
    const { instance: _one, ...told } = foreign.body
    const { instance: _other, ...toldOfNothing } = unknown.body
    expect(told).toEqual(toldOfNothing)
  })

  test('and were not changed by trying', async () => {
    const { workflowId } = await deploy(ann.api, drawing())
    const before = await ann.api.get(`/workflows/${workflowId}`)
    for (const operation of guardedOperations.filter(({ parameters }) =>
      parameters.includes('workflows/:workflowId'),
    )) {
      const request = await requestOf(operation, ann)
      const path = request.path.replace(/(?<=\/workflows\/)[^/]+/, workflowId)
      expectNotFound(operation, await send(bob.api, { ...request, path }))
    }
    expect((await ann.api.get(`/workflows/${workflowId}`)).body).toEqual(before.body)
  })
})

describe('whoever reads sees only their own', () => {
  const reading = guardedOperations.filter((operation) => operation.method === 'GET' && !namesTenant(operation))
  test.each(named(reading))('%s', async (_, operation) => {
    const request = await requestOf(operation, bob)
    const text = JSON.stringify((await send(bob.api, request)).body)
    for (const secret of secrets) expect(text).not.toContain(secret)
  })

  test.each(named(reading.filter(({ members }) => members.workflowId)))('%s by a foreign workflow', async (_, op) => {
    const workflowId = secrets.find((id) => id !== ann.workspaceId)!
    const { body } = await send(bob.api, { ...(await requestOf(op, bob)), query: { workflowId } })
    expect(body).toEqual({ items: [] })
  })

  test.each(named(reading.filter(({ members }) => members.cursor)))('%s with a foreign cursor', async (_, op) => {
    const request = await requestOf(op, ann)
    const first = await send(ann.api, { ...request, query: { limit: 1 } })
    const cursor = first.body.nextCursor ?? Buffer.from(JSON.stringify([newId()])).toString('base64url')
    const { status, body } = await send(bob.api, { ...request, query: { cursor } })
    expect([200, 400]).toContain(status)
    for (const secret of secrets) expect(JSON.stringify(body)).not.toContain(secret)
  })
})

describe('X-Workspace-Id', () => {
  const withoutPlace = named(guardedOperations)
  test.each(withoutPlace)('%s in a workspace one does not belong to', async (_, operation) => {
    const request = await requestOf(operation, bob)
    for (const id of [ann.workspaceId, newId()]) {
      const reply = await send(bob.api.with({ 'x-workspace-id': id }), request)
      expect(reply).toMatchObject({ status: 404, body: { code: 'workspace/not-found' } })
    }
  })

  test.each(withoutPlace)('%s with an API key of another workspace', async (_, operation) => {
    const { body } = await bob.api.post('/api-keys', { name: 'Abroad' })
    const key = new Client(system.url, { 'x-api-key': body.key })
    const request = await requestOf(operation, bob)
    for (const id of [ann.workspaceId, newId()]) {
      const reply = await send(key.with({ 'x-workspace-id': id }), request)
      expect(reply).toMatchObject({ status: 404, body: { code: 'workspace/not-found' } })
    }
  })
})

describe('an id in a body opens nothing', () => {
  test('a workspace id in a body is an unknown member', async () => {
    const reply = await bob.api.post('/workflows', { name: 'X', ...drawing(), workspaceId: ann.workspaceId })
    expect(reply).toMatchObject({ status: 400, body: { code: 'request/invalid' } })
  })

  test("Ann's credential verifies nothing for Bob's webhook", async () => {
    const credential = { name: 'Key', type: 'generic', data: { secret: 'hush' } }
    const { body } = await ann.api.post('/credentials', credential)
    const verify = { kind: 'header', header: 'x-secret', credentialId: body.id }
    const workflow = drawing()
    Object.assign(workflow.nodes[0]!, { parameters: { respond: 'last-node', verify } })
    const { id } = (await bob.api.post('/workflows', { name: 'Thief', ...workflow })).body
    const steps = [await bob.api.post(`/workflows/${id}/publish`), await bob.api.post(`/workflows/${id}/activate`)]
    const url = steps[1]?.body.webhooks?.[0]?.url
    const reply = url ? await bob.api.post(url, {}, { headers: { 'x-secret': 'hush' } }) : steps.at(-1)!
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.status).toBeLessThan(500)
  })

  test("Ann's Idempotency-Key is not Bob's", async () => {
    const headers = { 'idempotency-key': newId() }
    const hers = await ann.api.post('/workflows', { name: 'Hers', ...drawing() }, { headers })
    const his = await bob.api.post('/workflows', { name: 'His', ...drawing() }, { headers })
    expect([hers.status, his.status]).toEqual([201, 201])
    expect(his.body.id).not.toBe(hers.body.id)
  })
})
