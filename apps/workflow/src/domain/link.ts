import { createHash, randomBytes } from 'node:crypto'
import type { LinkView } from '@linkflow/contracts'

/** A way for anybody to see one workflow. */
export interface Link {
  id: string
  createdAt: Date
  createdBy: string
}

/** What nobody guesses: 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token. It is random, so a fast hash hides it. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

export function toLinkView({ id, createdAt, createdBy }: Link): LinkView {
  return { id, createdAt: createdAt.toISOString(), createdBy }
}
