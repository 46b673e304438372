import { expect, test } from '@jest/globals'
import { createInvitationToken, hashInvitationToken } from './invitation.js'

const now = new Date('2026-11-24T00:00:00Z')

test('a token has 256 bits, its hash is what is kept, and it ends after seven days', () => {
  const { token, hash, expiresAt } = createInvitationToken(now)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(hash).toEqual(hashInvitationToken(token))
  expect(expiresAt.toISOString()).toBe('2026-12-01T00:00:00.000Z')
})

test('no two are the same', () => {
  expect(createInvitationToken(now).token).not.toBe(createInvitationToken(now).token)
})
