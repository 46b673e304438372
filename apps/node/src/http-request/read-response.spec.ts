import { expect, test } from '@jest/globals'
import { NodeError } from '@linkflow/nodes'
import { readResponse } from './read-response.js'
import { retryAfter, statusError } from './status-error.js'

const response = (type: string | undefined, body: string | Buffer, more: Record<string, string> = {}) => ({
  status: 200,
  headers: { ...(type === undefined ? {} : { 'content-type': type }), ...more },
  body: Buffer.from(body as string),
  url: new URL('https://example.com/files/a%20b.bin'),
})

test.each([
  ['auto', 'application/json', '{"a":1}', { a: 1 }],
  ['auto', 'application/problem+json; charset=utf-8', '{"a":1}', { a: 1 }],
  ['auto', 'application/json', '{"a":', '{"a":'],
  ['auto', 'application/json', '', null],
  ['auto', 'text/html', '<p>', '<p>'],
  ['auto', 'application/xml', '<p/>', '<p/>'],
  ['auto', undefined, 'plain', 'plain'],
  ['auto', 'text/plain; charset=iso-8859-1', Buffer.from([0xe9]), 'é'],
  ['auto', 'text/plain; charset=klingon', 'x', 'x'],
  ['json', 'text/plain', '[1]', [1]],
  ['json', 'text/plain', '', null],
  ['text', 'application/json', '[1]', '[1]'],
] as const)('%s of %s %j', (reading, type, body, expected) => {
  expect(readResponse(response(type, body), reading).json.body).toEqual(expected)
})

test.each([
  ['auto', 'image/png', {}, { mimeType: 'image/png', fileName: 'a b.bin' }],
  ['auto', undefined, {}, { mimeType: 'application/octet-stream', fileName: 'a b.bin' }],
  [
    'binary',
    'text/csv; charset=utf-8',
    { 'content-disposition': 'attachment; filename="r.csv"' },
    { mimeType: 'text/csv', fileName: 'r.csv' },
  ],
  ['binary', 'a/b', { 'content-disposition': "attachment; filename*=UTF-8''%C3%A9.txt" }, { fileName: 'é.txt' }],
  ['binary', 'a/b', { 'content-disposition': 'attachment; filename="..\\..\\x/../evil.sh"' }, { fileName: 'evil.sh' }],
] as const)('%s of %s %j is a file', (reading, type, headers, expected) => {
  const body = Buffer.from([0, 255, 1])
  const { json, binary } = readResponse(response(type, body, headers), reading)
  expect(json).not.toHaveProperty('body')
  expect(binary?.data).toMatchObject({ ...expected, size: 3, data: body.toString('base64') })
})

test('half a JSON, when JSON was asked for, is a failure', () => {
  expect(() => readResponse(response('application/json', '{"a":'), 'json')).toThrow(NodeError)
})

test('JSON with a member __proto__ stays data', () => {
  const { json } = readResponse(response('application/json', '{"__proto__":{"x":1}}'), 'auto')
  expect(JSON.stringify(json.body)).toBe('{"__proto__":{"x":1}}')
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

const now = new Date('2026-01-01T00:00:00Z')

test.each([
  ['120', 120_000],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After %s', (header, expected) => expect(retryAfter(header, now)).toBe(expected))

test.each([
  [200, undefined],
  [302, undefined],
  [400, false],
  [401, false],
  [404, false],
  [408, true],
  [422, false],
  [425, true],
  [429, true],
  [500, true],
  [503, true],
])('status %d: worth another try %s', (status, expected) => {
  expect(statusError({ ...response('text/plain', ''), status }, { secrets: [], now })?.retryable).toBe(expected)
})

test('the excerpt is short and without secrets', () => {
  const body = `${'x'.repeat(995)} s3cret-token ${'y'.repeat(5000)}`
  const error = statusError({ ...response('text/plain', body), status: 400 }, { secrets: ['s3cret-token'], now })
  const excerpt = String(error?.failure.details?.body)
  expect(excerpt).not.toContain('s3c')
  expect(excerpt.length).toBeLessThanOrEqual(1001)
})
