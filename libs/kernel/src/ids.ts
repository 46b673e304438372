import { createHash, randomFillSync } from 'node:crypto'

const SEED_BYTES = 16
const pool = Buffer.allocUnsafe(4096)
let poolOffset = pool.length
let lastMs = 0
let sequence = 0

/** Unguessable bytes, drawn from a pool that is filled in one go: asking the system each time costs 40 times as much. */
export function randomSeed(): Buffer {
  if (poolOffset + SEED_BYTES > pool.length) {
    randomFillSync(pool)
    poolOffset = 0
  }
  const seed = Buffer.from(pool.subarray(poolOffset, poolOffset + SEED_BYTES))
  poolOffset += SEED_BYTES
  return seed
}

/**
 * A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then a 12-bit counter that keeps ids made by this
 * process in one millisecond in order, then 62 random bits.
 */
export function newId(nowMs: number = Date.now()): string {
  if (poolOffset + 10 > pool.length) {
    randomFillSync(pool)
    poolOffset = 0
  }
  if (nowMs > lastMs) {
    lastMs = nowMs
    sequence = pool.readUInt16BE(poolOffset) & 0x7ff
  } else {
    sequence += 1
    if (sequence > 0xfff) {
      lastMs += 1
      sequence = 0
    }
  }
  const time = lastMs.toString(16).padStart(12, '0')
  const counter = (0x7000 | sequence).toString(16)
  const variant = ((pool.readUInt16BE(poolOffset + 2) & 0x3fff) | 0x8000).toString(16)
  const tail = pool.toString('hex', poolOffset + 4, poolOffset + 10)
  poolOffset += 10
  return `${time.slice(0, 8)}-${time.slice(8)}-${counter}-${variant}-${tail}`
}

/** When a UUIDv7 was made, in Unix milliseconds. */
export function idTimeMs(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

/** A name-based UUID (RFC 9562 version 8, SHA-256): the same parts give the same id. */
export function derivedId(...parts: string[]): string {
  const hex = createHash('sha256').update(parts.join('\u0000')).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 20), 16) & 0x3fff) | 0x8000).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}-${hex.slice(20, 32)}`
}

/** True for the canonical text form of any UUID. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
}
