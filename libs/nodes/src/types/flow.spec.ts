import { describe, expect, test } from '@jest/globals'
import type { Item } from '@linkflow/kernel'
import { failing, items, run, scopeOf } from '../run-node.fixture.js'
import { catalog, failureOf, pureNode, resolveParameters, resolveRequests } from '../index.js'

test('no-op passes items on', () => {
  const file = { data: { mimeType: 'text/plain', size: 0 } }
  const input: Item[] = [{ json: { a: 1 }, binary: file, source: [{ index: 9 }] }]
  expect(run('no-op', {}, input).outputs.main).toEqual([{ json: { a: 1 }, binary: file, source: [{ index: 0 }] }])
})

test('stop-and-error fails for good, with its own code', () => {
  const parameters = { message: 'Order {{ $json.id }} is late.', code: 'orders/late' }
  const error = failing(() => run('stop-and-error', parameters, items({ id: 7 })))
  expect(error).toMatchObject({ retryable: false, failure: { code: 'orders/late', message: 'Order 7 is late.' } })
  expect(failing(() => run('stop-and-error', { message: 'x' }, items({}))).failure.code).toBe('node/stopped')
})

describe('respond-to-webhook', () => {
  test.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{}, { status: 200, headers: {}, body: { id: 7, name: 'n' } }],
    [{ body: { ok: '{{ $json.id }}' } }, { status: 200, headers: {}, body: { ok: 7 } }],
    [
      { status: '{{ 200 + 1 }}', headers: { 'X-Id': '{{ $json.name }}' } },
      { status: 201, headers: { 'X-Id': 'n' } },
    ],
    [{ body: 'Thanks' }, { body: 'Thanks' }],
    [{ body: '{{ $json.nothing }}' }, { body: null }],
    [{ body: null }, { body: null }],
  ])('%j', (parameters, expected) => {
    const result = run('respond-to-webhook', parameters, items({ id: 7, name: 'n' }))
    expect(result.response).toMatchObject(expected)
    expect(result.outputs.main).toHaveLength(1)
  })

  test.each([
    [{ status: 99 }],
    [{ status: '{{ "many" }}' }],
    [{ headers: { 'X-Id': '{{ $json.evil }}' } }],
    [{ headers: { 'X Id': 'a' } }],
  ])('%j is a failure', (parameters) => {
    const error = failing(() => run('respond-to-webhook', parameters, items({ evil: 'a\r\nSet-Cookie: x=1' })))
    expect(error.failure.code).toBe('node/invalid-parameter')
  })
})

test('code is taken as it is, once for all items', () => {
  const input = items({ id: 1 }, { id: 2 })
  const parameters = { code: 'if (true) {{ return $json }}' }
  const manifest = catalog.find('code')!
  expect(resolveRequests({ parameters, manifest }, input, scopeOf(input))).toEqual([parameters])
})

test('parameters of requests are resolved for each item', () => {
  const input = items({ id: 1 }, { id: 2 })
  const parameters = {
    url: 'https://x.example/{{ $json.id }}',
    query: { q: '{{ $json.none }}' },
    body: '{{ $json.none }}',
  }
  const manifest = catalog.find('http-request')!
  expect(resolveRequests({ parameters, manifest }, input, scopeOf(input))).toEqual([
    { url: 'https://x.example/1', query: {} },
    { url: 'https://x.example/2', query: {} },
  ])
  expect(resolveParameters(parameters, scopeOf(input)(0))).toEqual({ url: 'https://x.example/1', query: {} })
})

test('a request that cannot be resolved says of which item', () => {
  const input = items({ a: { b: 1 } }, {})
  const { failure } = failing(() =>
    resolveRequests(
      { parameters: { url: '{{ $json.a.b }}' }, manifest: catalog.find('http-request')! },
      input,
      scopeOf(input),
    ),
  )
  expect(failure).toMatchObject({ code: 'expression/undefined', details: { pointer: '/url', index: 1 } })
})

test('an unforeseen error keeps its text to itself', () => {
  expect(failureOf(new Error('secret')).message).not.toContain('secret')
})

test('triggers and nodes that reach outside have no pure implementation', () => {
  for (const type of ['manual-trigger', 'webhook-trigger', 'schedule-trigger', 'http-request', 'nothing'])
    expect(pureNode(type, 1)).toBeUndefined()
  expect(pureNode('set', 2)).toBeUndefined()
})
