import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { createApiKey, hashApiKey, isApiKey } from './api-key.js'

test('a key has prefix, 30 random characters and a checksum', () => {
  const { key, prefix, hash } = createApiKey('live')
  expect(key).toMatch(/^lf_live_[0-9A-Za-z]{36}$/)
  expect(prefix).toBe(key.slice(0, 14))
  expect(hash).toEqual(createHash('sha256').update(key).digest())
  expect(hashApiKey(key)).toEqual(hash)
  expect(isApiKey(key)).toBe(true)
})

test('no two keys are alike and every letter occurs', () => {
  const keys = Array.from({ length: 500 }, () => createApiKey('live').key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(new Set(keys.flatMap((key) => [...key.slice(8, 38)])).size).toBe(62)
})

test('a change of any one character is noticed without asking anybody', () => {
  const { key } = createApiKey('test')
  for (let at = 0; at < key.length; at++) {
    const changed = key.slice(0, at) + (key[at] === 'x' ? 'y' : 'x') + key.slice(at + 1)
    expect([at, isApiKey(changed)]).toEqual([at, false])
  }
})

test.each(['', 'lf_', 'lf_live_', `lf_live_${'0'.repeat(36)}`, 'Bearer x', `lf_LIVE_${'a'.repeat(36)}`])(
  '%j is no key',
  (text) => {
    expect(isApiKey(text)).toBe(false)
  },
)
