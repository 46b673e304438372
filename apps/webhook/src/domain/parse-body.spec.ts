import { expect, test } from '@jest/globals'
import { BodyMalformed } from '@linkflow/kernel'
import { parseBody } from './parse-body.js'
import type { DeliveryRequest } from './delivery-request.js'

const request = (contentType: string | undefined, rawBody: string, base64 = false): DeliveryRequest => ({
  token: 't',
  path: '',
  method: 'POST',
  address: '192.0.2.1',
  url: '/',
  query: {},
  headers: contentType === undefined ? {} : { 'content-type': contentType },
  rawBody,
  base64,
})

test.each<[string | undefined, string, unknown]>([
  ['application/json', '{"a":[1,"\\u0000"]}', { a: [1, '\u0000'] }],
  ['APPLICATION/JSON; charset=utf-8', ' null ', null],
  ['application/cloudevents+json', '"text"', 'text'],
  ['application/json', '', {}],
  ['application/json', `"${'['.repeat(1000)}\\"${'{'.repeat(1000)}"`, `${'['.repeat(1000)}"${'{'.repeat(1000)}`],
  ['application/json', '['.repeat(64) + ']'.repeat(64), JSON.parse('['.repeat(64) + ']'.repeat(64))],
  ['application/x-www-form-urlencoded', 'a=1&b=x+y&a=2&c=%00&a=3', { a: ['1', '2', '3'], b: 'x y', c: '\u0000' }],
  ['text/plain', '{"a":1}', '{"a":1}'],
  [undefined, 'anything', 'anything'],
  ['application/jsonlines', '{}\n{}', '{}\n{}'],
])('%j %j', (contentType, body, expected) => {
  expect(parseBody(request(contentType, body))).toEqual(expected)
})

test('bytes stay bytes', () => {
  expect(parseBody(request('image/png', '/wD+', true))).toEqual({ base64: '/wD+' })
})

test('a form cannot reach a prototype', () => {
  const parsed = parseBody(request('application/x-www-form-urlencoded', '__proto__=x&a=1')) as object
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype)
  expect(Object.keys(parsed)).toEqual(['__proto__', 'a'])
})

test.each([
  ['{', false],
  ['{"a":1,}', false],
  ['/wD+', true],
  ['['.repeat(65) + ']'.repeat(65), false],
  ['['.repeat(1_000_000), false],
])('is malformed: %#', (body, base64) => {
  let thrown: unknown
  try {
    parseBody(request('application/json', body, base64))
  } catch (error) {
    thrown = error
  }
  expect(BodyMalformed.is(thrown)).toBe(true)
})
