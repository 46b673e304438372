import { describe, expect, test } from '@jest/globals'
import { answer } from './answer.js'
import type { Started } from './answer.js'
import type { Webhook } from './webhook.js'

const executionId = '0191d5a0-0000-7000-8000-000000000002'
const webhook = (respond: Webhook['respond'], response?: Webhook['response']): Webhook => ({
  id: 'w',
  workspaceId: 'ws',
  workflowId: 'wf',
  nodeId: 'n',
  version: 1,
  token: 't',
  method: 'POST',
  respond,
  verify: { kind: 'none' },
  createdAt: new Date(0),
  ...(response ? { response } : {}),
})
const started = (change: Partial<Started> = {}): Started => ({
  executionId,
  duplicate: false,
  status: 'succeeded',
  ...change,
})
const replyOf = (hook: Webhook, change?: Partial<Started>) => {
  const { status, headers, body } = answer(hook, started(change), 'trace')
  expect(headers['linkflow-execution-id']).toBe(executionId)
  return { status, type: headers['content-type']?.split(';')[0], body }
}
const said = (response: NonNullable<Started['response']>) => ({ response })
const JSON_TYPE = 'application/json'

describe('immediately', () => {
  test.each<[string, Webhook['response'], Partial<Started>, { status: number; type?: string; body: string }]>([
    [
      'by default',
      undefined,
      { status: 'queued' },
      { status: 202, type: JSON_TYPE, body: JSON.stringify({ executionId }) },
    ],
    [
      'for a repeat',
      undefined,
      { duplicate: true },
      { status: 200, type: JSON_TYPE, body: JSON.stringify({ executionId }) },
    ],
    ['as configured', { status: 204 }, {}, { status: 204, type: undefined, body: '' }],
    ['with a text', { body: 'ok' }, {}, { status: 200, type: 'text/plain', body: 'ok' }],
    ['with a value', { status: 201, body: { ok: true } }, {}, { status: 201, type: JSON_TYPE, body: '{"ok":true}' }],
    [
      'with its own type',
      { headers: { 'Content-Type': 'text/xml' }, body: '<a/>' },
      {},
      { status: 200, type: 'text/xml', body: '<a/>' },
    ],
  ])('%s', (_name, response, change, expected) => {
    expect(replyOf(webhook('immediately', response), change)).toEqual(expected)
  })
})

describe('last-node', () => {
  test.each<[string, Partial<Started>, number, string]>([
    ['the first item', { output: [{ json: { a: 1 } }, { json: { a: 2 } }] }, 200, '{"a":1}'],
    ['no items', { output: [] }, 200, '{}'],
    ['nothing', {}, 200, '{}'],
  ])('%s', (_name, change, status, body) => {
    expect(replyOf(webhook('last-node'), change)).toEqual({ status, type: JSON_TYPE, body })
  })

  test.each<[Started['status'], number, string]>([
    ['failed', 500, 'webhook/workflow-failed'],
    ['cancelled', 500, 'webhook/workflow-failed'],
    ['timed-out', 500, 'webhook/workflow-failed'],
    ['queued', 504, 'webhook/response-timeout'],
    ['running', 504, 'webhook/response-timeout'],
    ['waiting', 504, 'webhook/response-timeout'],
  ])('%s', (status, expected, code) => {
    const reply = replyOf(webhook('last-node'), { status, error: { code: 'x', message: 'inner secret' } })
    expect(reply).toMatchObject({ status: expected, type: 'application/problem+json' })
    expect(JSON.parse(reply.body)).toMatchObject({ code, executionId, instance: 'trace' })
    expect(reply.body).not.toContain('inner secret')
  })
})

describe('respond-node', () => {
  test.each<[string, Partial<Started>, { status: number; type?: string; body: string }]>([
    ['a value', said({ status: 201, headers: {}, body: { a: 1 } }), { status: 201, type: JSON_TYPE, body: '{"a":1}' }],
    ['a text', said({ status: 200, headers: {}, body: 'hi' }), { status: 200, type: 'text/plain', body: 'hi' }],
    [
      'a text of another type',
      said({ status: 200, headers: { 'content-type': 'text/csv' }, body: 'a,b' }),
      { status: 200, type: 'text/csv', body: 'a,b' },
    ],
    ['null', said({ status: 200, headers: {}, body: null }), { status: 200, type: JSON_TYPE, body: 'null' }],
    [
      'while it goes on',
      { status: 'running', ...said({ status: 200, headers: {}, body: 'early' }) },
      { status: 200, type: 'text/plain', body: 'early' },
    ],
    [
      'an end without a word',
      {},
      { status: 200, type: JSON_TYPE, body: JSON.stringify({ executionId, status: 'succeeded' }) },
    ],
  ])('%s', (_name, change, expected) => {
    expect(replyOf(webhook('respond-node'), change)).toEqual(expected)
  })

  test('a failure without a word is a failure', () => {
    expect(replyOf(webhook('respond-node'), { status: 'failed' })).toMatchObject({ status: 500 })
    expect(replyOf(webhook('respond-node'), { status: 'waiting' })).toMatchObject({ status: 504 })
  })
})

test('a repeat says so', () => {
  expect(answer(webhook('last-node'), started({ duplicate: true }), 'trace').headers['linkflow-duplicate']).toBe('true')
  expect(answer(webhook('last-node'), started(), 'trace').headers).not.toHaveProperty('linkflow-duplicate')
})
