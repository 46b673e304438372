import { createHash, randomBytes } from 'node:crypto'

const PREFIX = 'lfr_'
const HALF_BYTES = 32

/** What is kept of a refresh token: SHA-256 of its halves, nothing that could be presented. */
export interface RefreshTokenHashes {
  /** Of the half that all tokens of a session share: tells a superseded token from an invented one. */
  family: Buffer
  /** Of the half that changes with every use. */
  current: Buffer
}

/** A new token of a new session, or of the session of `predecessor`. */
export function createRefreshToken(predecessor?: string): { token: string; hashes: RefreshTokenHashes } {
  const family = predecessor === undefined ? randomBytes(HALF_BYTES) : bytesOf(predecessor)?.subarray(0, HALF_BYTES)
  if (!family) throw new Error('The predecessor is no refresh token.')
  const current = randomBytes(HALF_BYTES)
  return {
    token: PREFIX + Buffer.concat([family, current]).toString('base64url'),
    hashes: { family: sha256(family), current: sha256(current) },
  }
}

/** The hashes of a presented token; undefined for what cannot be one. */
export function readRefreshToken(token: string): RefreshTokenHashes | undefined {
  const bytes = bytesOf(token)
  return bytes && { family: sha256(bytes.subarray(0, HALF_BYTES)), current: sha256(bytes.subarray(HALF_BYTES)) }
}

function bytesOf(token: string): Buffer | undefined {
  if (!token.startsWith(PREFIX)) return undefined
  const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url')
  return bytes.length === 2 * HALF_BYTES ? bytes : undefined
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
