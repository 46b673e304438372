import { InputInvalid } from '@linkflow/kernel'

/** Position in a list: the sort value and id of the last row given. Opaque to clients. */
export interface Cursor {
  at: string
  id: string
}

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.at, cursor.id])).toString('base64url')
}

/** @throws InputInvalid when the text is no cursor of ours */
export function decodeCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  try {
    const [at, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [unknown, unknown]
    if (typeof at === 'string' && typeof id === 'string' && !Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(id))
      return { at, id }
  } catch {
    // Falls through to the problem below.
  }
  throw InputInvalid({
    errors: [{ pointer: '/cursor', code: 'bad-cursor', message: 'This is not a cursor of this list.' }],
  })
}

/** Cuts rows fetched with `limit + 1` to a page. */
export function toPage<R, V>(
  rows: R[],
  limit: number,
  view: (row: R) => V,
  cursorOf: (row: R) => Cursor,
): { items: V[]; nextCursor?: string } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last
    ? { items: items.map(view), nextCursor: encodeCursor(cursorOf(last)) }
    : { items: items.map(view) }
}
