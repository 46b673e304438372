import { expect, test } from '@jest/globals'
import { createMailedToken, hashMailedToken } from './mailed-token.js'

const now = new Date('2026-01-01T12:00:00Z')

test('only the hash of a token is kept', () => {
  const { token, kept } = createMailedToken('verify-email', now)
  expect(kept.hash).toEqual(hashMailedToken(token))
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
})

test.each([
  ['verify-email', '2026-01-02T12:00:00.000Z'],
  ['reset-password', '2026-01-01T12:30:00.000Z'],
] as const)('a link to %s works until %s', (purpose, until) => {
  expect(createMailedToken(purpose, now).kept.expiresAt.toISOString()).toBe(until)
})
