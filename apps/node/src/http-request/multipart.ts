import { createHash } from 'node:crypto'
import type { EncodedBody } from './body.js'

export interface Part {
  name: string
  bytes: Buffer
  /** Makes the part a file. */
  fileName?: string
  contentType?: string
}

/**
 * Encodes multipart/form-data (RFC 7578, escaped as the HTML standard says).
 *
 * @param seed The boundary follows from it: not random, so that a repeat has the same bytes.
 */
export function encodeMultipart(parts: readonly Part[], seed: string): EncodedBody {
  const boundary = `linkflow-${createHash('sha256').update(seed).digest('hex').slice(0, 40)}`
  const chunks = parts.flatMap(({ name, bytes, fileName, contentType }) => {
    const file = fileName === undefined ? '' : `; filename="${escape(fileName)}"`
    const type = contentType === undefined ? '' : `\r\nContent-Type: ${contentType.replace(/[^\x20-\x7e]/g, '')}`
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escape(name)}"${file}${type}\r\n\r\n`
    return [Buffer.from(head), bytes, Buffer.from('\r\n')]
  })
  const bytes = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)])
  return { bytes, contentType: `multipart/form-data; boundary=${boundary}` }
}

const escape = (text: string): string => text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
