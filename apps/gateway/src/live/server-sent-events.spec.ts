import { ListExecutionEvents } from '@linkflow/contracts'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { problem, startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'

let gw: TestGateway
let id: string
beforeEach(async () => {
  gw = await startGateway()
  id = newId()
})
afterEach(() => gw.close())

const event = (seq: number, type: string) => ({
  type,
  executionId: id,
  workflowId: newId(),
  seq,
  at: '2026-01-01T00:00:00.000Z',
})
const watch = (init: Parameters<TestGateway['fetch']>[1] = {}) => gw.fetch(`/api/v1/executions/${id}/events`, init)
const frames = (text: string) =>
  [...text.matchAll(/^id: (\d+)\nevent: (\S+)\ndata: (.+)\n\n/gm)].map(([, seq, type, data]) => {
    expect(JSON.parse(data!)).toMatchObject({ seq: Number(seq), type })
    return `${seq} ${type}`
  })

test('the events of a finished execution, then the end', async () => {
  gw.history.set(id, { events: [event(1, 'execution.started'), event(2, 'execution.succeeded')], finished: true })
  const response = await watch()
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('cache-control')).toContain('no-cache')
  expect(response.headers.get('x-request-id')).not.toBeNull()
  expect(frames(await response.text())).toEqual(['1 execution.started', '2 execution.succeeded'])
})

test('live events until the last', async () => {
  const events = [event(1, 'execution.started')]
  gw.history.set(id, { events, finished: false })
  const response = await watch()
  for (const next of [event(2, 'node.started'), event(3, 'node.succeeded'), event(4, 'execution.succeeded')]) {
    events.push(next)
    gw.publish(next)
  }
  const told = frames(await response.text())
  expect(told).toEqual(['1 execution.started', '2 node.started', '3 node.succeeded', '4 execution.succeeded'])
})

test('Last-Event-ID goes on after it', async () => {
  gw.history.set(id, { events: [event(1, 'execution.started'), event(2, 'execution.failed')], finished: true })
  const response = await watch({ headers: { 'last-event-id': '1' } })
  expect(frames(await response.text())).toEqual(['2 execution.failed'])
  const wrong = await watch({ headers: { 'last-event-id': 'first' } })
  expect(await problem(wrong)).toMatchObject({ status: 400, errors: [{ pointer: '/lastSeq' }] })
})

test('a reader that has everything is told not to come back', async () => {
  gw.history.set(id, { events: [event(1, 'execution.succeeded')], finished: true })
  expect((await watch({ headers: { 'last-event-id': '1' } })).status).toBe(204)
})

test('an execution of others, or none, is a problem', async () => {
  const response = await watch()
  expect(await problem(response)).toMatchObject({ status: 404, code: 'execution/not-found' })
  expect((await watch({ anonymous: true })).status).toBe(401)
  gw.members.set(`${gw.userId} ${gw.workspaceId}`, { workspaceId: gw.workspaceId, permissions: [] })
  gw.advance(31_000)
  expect((await watch()).status).toBe(403)
})

test('HEAD tells whether there is something, and streams nothing', async () => {
  gw.history.set(id, { events: [], finished: false })
  const response = await watch({ method: 'HEAD' })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  id = newId()
  expect((await watch({ method: 'HEAD' })).status).toBe(404)
})

test('the stream ends when the token does', async () => {
  gw.history.set(id, { events: [], finished: false })
  const headers = { authorization: `Bearer ${await gw.token({ expiresIn: '1s' })}` }
  const response = await watch({ anonymous: true, headers })
  expect(await response.text()).toBe(': open\n\n')
})

test('the stream ends when the gateway goes', async () => {
  gw.history.set(id, { events: [], finished: false })
  const response = await watch()
  await gw.close()
  expect(await response.text()).toBe(': open\n\n')
})

test('a reader that leaves is forgotten', async () => {
  const events = [event(1, 'execution.started')]
  gw.history.set(id, { events, finished: false })
  const client = new AbortController()
  const response = await watch({ signal: client.signal })
  expect(response.status).toBe(200)
  client.abort()
  await expect(response.text()).rejects.toThrow()
  // Answered after the connection was seen to close.
  await gw.fetch('/health/live')
  const reads = gw.seen(ListExecutionEvents).length
  gw.publish(event(9, 'node.started'))
  await gw.fetch('/health/live')
  expect(gw.seen(ListExecutionEvents)).toHaveLength(reads)
})
