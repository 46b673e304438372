import { expect, test } from '@jest/globals'
import { decodePayload, encodePayload } from './payload.js'

test.each([
  ['small', { a: 1 }],
  ['empty', []],
  ['NUL and a lone surrogate', { text: 'a\u0000b\ud800' }],
  ['large', Array.from({ length: 5000 }, (_, n) => ({ n, text: 'ünïcödé' }))],
])('%s data comes back as it was', (_name, value) => {
  expect(decodePayload(encodePayload(value))).toEqual(value)
})

test('large data is stored smaller', () => {
  const value = { text: 'abc'.repeat(10_000) }
  expect(encodePayload(value).length).toBeLessThan(2_000)
})
