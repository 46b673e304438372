import { randomBytes } from 'node:crypto'

/** 256 random bits as base64url: unguessable, so that knowing a webhook's URL is all a sender needs. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether a text can be a token at all; what cannot is not looked up. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text)
}
