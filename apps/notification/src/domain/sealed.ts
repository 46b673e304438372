import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** What was sealed does not open: it was changed, belongs elsewhere, or was sealed with another key. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

/**
 * Encrypts a value (AES-256-GCM, NIST SP 800-38D) so that neither a dump of the database nor a row moved to another
 * place shows it.
 *
 * @param place what the value belongs to; it opens nowhere else
 */
export function seal(value: unknown, place: string, key: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(place))
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext])
}

/** @throws SealBroken */
export function unseal(sealed: Buffer, place: string, key: Buffer): unknown {
  try {
    return JSON.parse(open(sealed, place, key)) as unknown
  } catch (cause) {
    throw new SealBroken(`What belongs to ${place} does not open.`, { cause })
  }
}

function open(sealed: Buffer, place: string, key: Buffer): string {
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  const plain = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  return plain.toString('utf8')
}
