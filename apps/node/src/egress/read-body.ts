import { pipeline } from 'node:stream'
import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { NodeError } from '@linkflow/nodes'
import type { Budget } from './budget.js'

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * Reads a body to its end, decompressed. Bytes are counted after decompression, as they come: a small body that
 * unpacks to a huge one stops at the limit.
 *
 * @param encoding value of `Content-Encoding`
 * @throws NodeError `http/response-too-large` | `http/invalid-response`
 */
export async function readBody(body: Readable, encoding: string, budget: Budget): Promise<Buffer> {
  const chunks: Buffer[] = []
  const names = encoding.split(',').map((name) => name.trim().toLowerCase())
  const steps = names.filter((name) => name !== '' && name !== 'identity').reverse()
  if (steps.length > 2) throw unknownEncoding(encoding)
  let stream: Readable = body
  for (const name of steps) {
    const create = Object.hasOwn(decoders, name) ? decoders[name] : undefined
    if (!create) throw unknownEncoding(encoding)
    // The error of a step reaches the loop below, because pipeline destroys the last stream with it.
    stream = pipeline(stream, create(), () => undefined)
  }
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      budget.take(chunk.length)
      chunks.push(chunk)
    }
  } finally {
    body.destroy()
  }
  return Buffer.concat(chunks)
}

function unknownEncoding(encoding: string): NodeError {
  return new NodeError('http/invalid-response', 'The response is compressed in a way that is not known.', {
    details: { contentEncoding: encoding.slice(0, 100) },
  })
}
