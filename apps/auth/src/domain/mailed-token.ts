import { createHash, randomBytes } from 'node:crypto'

/** What a link in an e-mail is for. */
export type MailedPurpose = 'verify-email' | 'reset-password'

const MINUTE_MS = 60_000
/** How long a link works: a forgotten mailbox must not open an account for ever. */
const LIFETIME_MS: Readonly<Record<MailedPurpose, number>> = {
  'verify-email': 24 * 60 * MINUTE_MS,
  'reset-password': 30 * MINUTE_MS,
}

/** What is kept of a mailed token; nothing that could be presented. */
export interface MailedToken {
  purpose: MailedPurpose
  hash: Buffer
  expiresAt: Date
}

/** A new token of 256 random bits. */
export function createMailedToken(purpose: MailedPurpose, now: Date): { token: string; kept: MailedToken } {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + LIFETIME_MS[purpose])
  return { token, kept: { purpose, hash: hashMailedToken(token), expiresAt } }
}

/** What is kept of a token. Plain SHA-256 will do: there is nothing to guess in 256 random bits. */
export function hashMailedToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
