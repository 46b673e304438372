import { InvitationJustSent } from '@linkflow/contracts'
import type { InvitationView, RoleRef } from '@linkflow/contracts'
import { createHash, randomBytes } from 'node:crypto'

/** How long an invitation works. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000

/** How long an invitation rests before it is sent again: nobody's mailbox is filled in a stranger's name. */
const PAUSE_MS = 5 * 60_000

/** Somebody who may become a member, and as what. */
export interface Invitation {
  id: string
  email: string
  role: RoleRef
  invitedBy: string
  createdAt: Date
  expiresAt: Date
}

/** A new token of 256 random bits, what is kept of it, and when it ends. */
export function createInvitationToken(now: Date): { token: string; hash: Buffer; expiresAt: Date } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashInvitationToken(token), expiresAt: new Date(now.getTime() + LIFETIME_MS) }
}

/** What is kept of a token. Plain SHA-256 will do: there is nothing to guess in 256 random bits. */
export function hashInvitationToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/**
 * An invitation is not sent again at once.
 *
 * @throws InvitationJustSent
 */
export function assertRested({ expiresAt }: Pick<Invitation, 'expiresAt'>, now: Date): void {
  // Each sending gives it its whole life anew.
  const sentAt = expiresAt.getTime() - LIFETIME_MS
  const leftMs = sentAt + PAUSE_MS - now.getTime()
  if (leftMs > 0) throw InvitationJustSent({ retryAfterSeconds: Math.ceil(leftMs / 1000) })
}

/** What those who invite are shown. */
export function viewInvitation({ createdAt, expiresAt, ...rest }: Invitation): InvitationView {
  return { ...rest, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() }
}
