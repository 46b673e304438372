import { expect, test } from '@jest/globals'
import { createRefreshToken, readRefreshToken } from './refresh-token.js'

test('a token is read back to the hashes it was made with', () => {
  const { token, hashes } = createRefreshToken()
  expect(readRefreshToken(token)).toEqual(hashes)
  expect(hashes.family).toHaveLength(32)
})

test('a successor shares the family and nothing else', () => {
  const first = createRefreshToken()
  const second = createRefreshToken(first.token)
  expect(second.hashes.family).toEqual(first.hashes.family)
  expect(second.hashes.current).not.toEqual(first.hashes.current)
  expect(createRefreshToken().hashes.family).not.toEqual(first.hashes.family)
})

test.each(['', 'lfr_', 'lfr_AAAA', 'eyJhbGciOiJFZERTQSJ9.e30.x', createRefreshToken().token.slice(0, -4)])(
  '%j is no token',
  (text) => {
    expect(readRefreshToken(text)).toBeUndefined()
  },
)
