import { describe, expect, test } from '@jest/globals'
import type { Json } from '@linkflow/kernel'
import { eventIdOf, idempotencyKeyOf } from './event-id.js'
import type { Webhook } from './webhook.js'

const webhook = (change: Partial<Webhook>): Webhook => ({
  id: 'w',
  workspaceId: 'ws',
  workflowId: 'wf',
  nodeId: 'n',
  version: 1,
  token: 't',
  method: 'POST',
  respond: 'immediately',
  verify: { kind: 'none' },
  createdAt: new Date(0),
  ...change,
})
const idOf = (change: Partial<Webhook>, body: Json, headers: Record<string, string> = {}) =>
  eventIdOf(
    webhook(change),
    { token: 't', path: '', method: 'POST', address: '', url: '/', query: {}, headers, rawBody: '', base64: false },
    { json: { body } },
    0,
  )

describe('the event id', () => {
  test.each<[string, Json, string | undefined]>([
    ['{{ $json.body.id }}', { id: 'evt_1' }, 'evt_1'],
    ['{{ $json.body.id }}', { id: 7 }, '7'],
    ['{{ $json.body.id }}', { id: 0 }, '0'],
    ['{{ $json.body.id }}', { id: null }, undefined],
    ['{{ $json.body.id }}', { id: '' }, undefined],
    ['{{ $json.body.id }}', {}, undefined],
    ['{{ $json.body.event.id }}', {}, undefined],
    ['{{ $json.body }}', { a: 1 }, '{"a":1}'],
    ['{{ $json.body.type }}-{{ $json.body.id }}', { type: 'paid', id: 1 }, 'paid-1'],
  ])('%s of %j is %j', (expression, body, expected) => {
    expect(idOf({ eventId: { expression } }, body)).toBe(expected)
  })

  test('is read from a header, whatever its case', () => {
    expect(idOf({ eventId: { header: 'X-GitHub-Delivery' } }, null, { 'x-github-delivery': 'd1' })).toBe('d1')
    expect(idOf({ eventId: { header: 'X-GitHub-Delivery' } }, null)).toBeUndefined()
  })

  test('of a Standard Webhook is its id, unless told otherwise', () => {
    const verify = { kind: 'standard-webhooks' as const, credentialId: 'c' }
    const headers = { 'webhook-id': 'msg_1', other: 'o' }
    expect(idOf({ verify }, null, headers)).toBe('msg_1')
    expect(idOf({ verify, eventId: { header: 'other' } }, null, headers)).toBe('o')
  })

  test('is missing where nobody said where it stands', () => {
    expect(idOf({}, { id: 'evt_1' }, { 'webhook-id': 'x' })).toBeUndefined()
  })
})

describe('the idempotency key', () => {
  test('names webhook and event', () => {
    expect(idempotencyKeyOf('w', 'evt_1')).toBe('webhook:w:evt_1')
    expect(idempotencyKeyOf('w', 'x'.repeat(256))).toBe(`webhook:w:${'x'.repeat(256)}`)
  })

  test('hashes what is long or cannot be written down, and keeps it apart', () => {
    const strange = ['x'.repeat(257), 'a\u0000', 'a\u0001', '\ud800', '\udc00']
    const keys = strange.map((id) => idempotencyKeyOf('w', id))
    expect(new Set(keys).size).toBe(strange.length)
    for (const key of keys) expect(key).toMatch(/^webhook:w:sha256:[0-9a-f]{64}$/)
  })
})
