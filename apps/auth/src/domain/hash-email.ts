import { createHash } from 'node:crypto'

/** By which other services find an address that they are to forget. */
export function hashEmail(email: string): string {
  return createHash('sha256').update(email).digest('hex')
}
