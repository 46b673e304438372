import { InputInvalid } from '@linkflow/kernel'

/**
 * The revision an `If-Match` header names: `"5"`, `W/"5"` or `5`. Undefined for `*`, which matches any.
 *
 * @throws InputInvalid
 */
export function readIfMatch(header: string): number | undefined {
  const text = header.trim()
  if (text === '*') return undefined
  const match = /^(?:W\/)?"(\d{1,15})"$|^(\d{1,15})$/.exec(text)
  if (match) return Number(match[1] ?? match[2])
  throw InputInvalid({
    errors: [{ pointer: '', code: 'invalid-header', message: 'If-Match must be the ETag of what you read.' }],
  })
}

/** Whether an `If-None-Match` header covers an entity tag; comparison is weak, as RFC 9110 wants it for GET. */
export function coversEtag(header: string, etag: string): boolean {
  return header.split(',').some((part) => {
    const tag = part.trim()
    return tag === '*' || tag === etag || tag === `W/${etag}`
  })
}
