import { describe, expect, test } from '@jest/globals'
import type { Item } from '@linkflow/kernel'
import { HttpRequestParameters, NodeError } from '@linkflow/nodes'
import { buildRequest } from './build-request.js'

const item: Item = {
  json: {},
  binary: {
    data: { mimeType: 'image/png', fileName: 'a"b\r\n.png', size: 3, data: Buffer.from('png').toString('base64') },
    far: { mimeType: 'image/png', size: 3, ref: 'somewhere' },
  },
}
const nobody = { headers: {}, query: {}, secrets: [] }

const build = (parameters: Record<string, unknown>, authentication = nobody) =>
  buildRequest(HttpRequestParameters.parse(parameters), item, { authentication, idempotencyKey: 'key-1' })

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof NodeError) return error.failure.code
    throw error
  }
  return 'nothing'
}

const url = 'https://example.com/path?a=1'

test('the simplest request', () => {
  const { method, url: target, headers, body } = build({ url })
  expect([method, target.href, body]).toEqual(['GET', url, undefined])
  expect(headers).toEqual({ 'User-Agent': 'LinkFlow', 'Accept-Encoding': 'gzip, br, deflate' })
})

test('query is added, and the credential’s has the last word', () => {
  const authentication = { headers: {}, query: { key: 's' }, secrets: [] }
  const query = { b: ['x y', 2], c: true, key: 'mine' }
  expect(build({ url, query }, authentication).url.search).toBe('?a=1&b=x+y&b=2&c=true&key=s')
})

test('headers of the node replace ours, and the credential’s replace both, whatever their case', () => {
  const authentication = { headers: { Authorization: 'Bearer s' }, query: {}, secrets: [] }
  const { headers } = build({ url, headers: { 'user-agent': 'me', authorization: 'x', n: 5 } }, authentication)
  expect(headers).toEqual({
    'user-agent': 'me',
    'Accept-Encoding': 'gzip, br, deflate',
    Authorization: 'Bearer s',
    n: '5',
  })
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s carries the idempotency key', (method) => {
  expect(build({ url, method }).headers['Idempotency-Key']).toBe('key-1')
})

test.each(['GET', 'HEAD', 'OPTIONS'])('%s carries none', (method) => {
  expect(build({ url, method }).headers).not.toHaveProperty('Idempotency-Key')
})

describe('bodies', () => {
  test.each([
    [{ type: 'json', value: { a: [1] } }, 'application/json', '{"a":[1]}'],
    [{ type: 'json' }, 'application/json', 'null'],
    [{ type: 'form', value: { a: 'x&y', b: [1, 2] } }, 'application/x-www-form-urlencoded', 'a=x%26y&b=1&b=2'],
    [{ type: 'text', value: 'hällo' }, 'text/plain; charset=utf-8', 'hällo'],
    [{ type: 'text', value: '<a/>', contentType: 'text/xml' }, 'text/xml', '<a/>'],
    [{ type: 'binary', value: 'data' }, 'image/png', 'png'],
  ])('%j', (body, contentType, expected) => {
    const request = build({ url, method: 'POST', body })
    expect(request.headers['Content-Type']).toBe(contentType)
    expect(request.body?.toString()).toBe(expected)
  })

  test('multipart, the same bytes every time and no header of a file name’s own', () => {
    const body = { type: 'multipart', value: { note: 'x', file: { binary: 'data' } } }
    const first = build({ url, method: 'POST', body })
    const boundary = /boundary=(.+)$/.exec(first.headers['Content-Type'] ?? '')?.[1]
    expect(first.body?.toString()).toBe(
      [
        `--${boundary}`,
        'Content-Disposition: form-data; name="note"',
        '',
        'x',
        `--${boundary}`,
        'Content-Disposition: form-data; name="file"; filename="a%22b%0D%0A.png"',
        'Content-Type: image/png',
        '',
        'png',
        `--${boundary}--`,
        '',
      ].join('\r\n'),
    )
    expect(build({ url, method: 'POST', body })).toEqual(first)
  })
})

test.each([
  [{ url: 'example.com' }],
  [{ url: '/path' }],
  [{ url: 'file:///etc/passwd' }],
  [{ url: 'javascript:alert(1)' }],
  [{ url: 'https://user@example.com' }],
  [{ url: 'http://example.com:80@127.0.0.1/' }],
  [{ url, headers: { 'X-A': 'a\r\nX-B: b' } }],
  [{ url, headers: { 'X-A\r\nX-B': 'b' } }],
  [{ url, headers: { 'X-A': 'a\0' } }],
  [{ url, headers: { 'X-A': '✓' } }],
  [{ url, headers: { Host: 'other.example' } }],
  [{ url, headers: { 'Content-Length': '5' } }],
  [{ url, headers: { 'transfer-encoding': 'chunked' } }],
  [{ url, method: 'POST', body: { type: 'binary', value: 'nothing' } }],
  [{ url, method: 'POST', body: { type: 'binary', value: 'far' } }],
  [{ url, method: 'POST', body: { type: 'binary', value: 'toString' } }],
  [{ url, method: 'POST', body: { type: 'text', value: '', contentType: 'a\nb' } }],
])('%j is refused', (parameters) => {
  expect(codeOf(() => build(parameters))).toBe('http/invalid-request')
})
