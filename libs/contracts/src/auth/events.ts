import { z } from 'zod'
import { event } from '../core/event.js'
import { Id } from '../core/schemas.js'

/** SHA-256 of an e-mail address, by which it is found where it is to be forgotten, without being told. */
export const EmailHash = z.string().regex(/^[0-9a-f]{64}$/)

export const UserDeleted = event('auth', 'user-deleted', 1, {
  summary: 'An account was deleted: every service forgets the person.',
  data: z.object({ userId: Id, emailHash: EmailHash }),
})
