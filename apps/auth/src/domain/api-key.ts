import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM_LENGTH = 30
const CHECKSUM_LENGTH = 6
/** Characters of the random part that are shown, to recognise a key by. */
const SHOWN = 6
const SHAPE = new RegExp(`^lf_[a-z0-9]{1,16}_[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`)

export interface ApiKeySecret {
  key: string
  prefix: string
  hash: Buffer
}

/**
 * A new key: `lf_<environment>_`, 30 random characters (178 bits), 6 of a CRC-32 over all before it, so that secret
 * scanners find keys without false alarms (github.blog, 2021-04-05).
 */
export function createApiKey(environment: string): ApiKeySecret {
  const body = `lf_${environment}_${randomText(RANDOM_LENGTH)}`
  const key = body + checksum(body)
  return { key, prefix: body.slice(0, body.length - RANDOM_LENGTH + SHOWN), hash: hashApiKey(key) }
}

/** Whether a text has the shape and checksum of a key: what has not was never given out. */
export function isApiKey(text: string): boolean {
  return SHAPE.test(text) && checksum(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH)
}

/** What is kept of a key. Plain SHA-256 will do: there is nothing to guess in 178 random bits. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

function checksum(text: string): string {
  let rest = crc32(text)
  let digits = ''
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = ALPHABET.charAt(rest % 62) + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}

function randomText(length: number): string {
  let text = ''
  while (text.length < length)
    for (const byte of randomBytes(length))
      // 248 = 4 * 62: bytes above would make the first letters likelier than the others.
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % 62)
  return text
}
