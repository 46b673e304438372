import type { Binary, Item } from '@linkflow/kernel'
import { NodeError } from '@linkflow/nodes'
import type { HttpRequestParameters } from '@linkflow/nodes'
import { encodeMultipart } from './multipart.js'
import type { Part } from './multipart.js'

export interface EncodedBody {
  bytes: Buffer
  contentType: string
}

type Body = NonNullable<HttpRequestParameters['body']>

/**
 * The bytes of a body. The same parameters and key give the same bytes, so that a repeat is a repeat.
 *
 * @throws NodeError `http/invalid-request` when the item lacks a file
 */
export function encodeBody(body: Body, item: Item, idempotencyKey: string): EncodedBody {
  switch (body.type) {
    case 'json':
      return { bytes: Buffer.from(JSON.stringify(body.value ?? null)), contentType: 'application/json' }
    case 'form':
      return {
        bytes: Buffer.from(pairsOf(body.value).toString()),
        contentType: 'application/x-www-form-urlencoded',
      }
    case 'text':
      return { bytes: Buffer.from(body.value), contentType: body.contentType ?? 'text/plain; charset=utf-8' }
    case 'binary': {
      const file = fileOf(item, body.value)
      return { bytes: file.bytes, contentType: file.contentType }
    }
    case 'multipart': {
      const parts = Object.entries(body.value).map(([name, value]): Part =>
        typeof value === 'object'
          ? { name, ...fileOf(item, value.binary) }
          : { name, bytes: Buffer.from(String(value)) },
      )
      return encodeMultipart(parts, idempotencyKey)
    }
  }
}

/** Names with one value or several, as a query string has them. */
export function pairsOf(values: NonNullable<HttpRequestParameters['query']>): URLSearchParams {
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    for (const each of [value].flat()) pairs.append(name, String(each))
  return pairs
}

function fileOf(item: Item, name: string): { bytes: Buffer; contentType: string; fileName: string } {
  const file: Binary | undefined = Object.hasOwn(item.binary ?? {}, name) ? item.binary?.[name] : undefined
  if (file?.data === undefined)
    throw new NodeError('http/invalid-request', `The item has no file ${JSON.stringify(name)} that can be sent.`, {
      details: { binary: name },
    })
  return { bytes: Buffer.from(file.data, 'base64'), contentType: file.mimeType, fileName: file.fileName ?? name }
}
