import { deflateSync, inflateSync } from 'node:zlib'

const PLAIN = 0
const DEFLATED = 1
/** Below this, compressing costs more than it saves. */
const WORTH_DEFLATING_BYTES = 2048

/**
 * Execution data as bytes: one byte that names the form, then JSON in UTF-8, deflated when large. Bytes, because PostgreSQL
 * refuses NUL characters in text and jsonb, and one tenant's data must never fail a batch.
 */
export function encodePayload(value: unknown): Buffer {
  const json = JSON.stringify(value)
  const size = Buffer.byteLength(json)
  if (size >= WORTH_DEFLATING_BYTES) {
    const deflated = deflateSync(json, { level: 1 })
    return Buffer.concat([Buffer.of(DEFLATED), deflated])
  }
  const bytes = Buffer.allocUnsafe(size + 1)
  bytes[0] = PLAIN
  bytes.write(json, 1)
  return bytes
}

export function decodePayload<T>(bytes: Buffer): T {
  const body = bytes.subarray(1)
  const json = bytes[0] === DEFLATED ? inflateSync(body).toString('utf8') : body.toString('utf8')
  return JSON.parse(json) as T
}
