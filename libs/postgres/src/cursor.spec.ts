import { expect, test } from '@jest/globals'
import { InputInvalid, newId } from '@linkflow/kernel'
import { decodeCursor, encodeCursor, toPage } from './cursor.js'

const rows = Array.from({ length: 4 }, (_, n) => ({ id: newId(), at: `2026-01-0${n + 1}T00:00:00.000Z` }))

test('a page has its limit of items, and a cursor when there is more', () => {
  const view = ({ id }: { id: string }) => id
  const full = toPage(rows, 3, view, (row) => row)
  expect(full.items).toEqual(rows.slice(0, 3).map(view))
  expect(decodeCursor(full.nextCursor)).toEqual(rows[2])
  expect(toPage(rows.slice(0, 3), 3, view, (row) => row)).not.toHaveProperty('nextCursor')
  expect(toPage([] as typeof rows, 3, view, (row) => row)).toEqual({ items: [] })
})

test.each([
  '',
  'x',
  'bnVsbA',
  encodeCursor({ at: 'yesterday', id: newId() }),
  encodeCursor({ at: rows[0]!.at, id: "'; --" }),
])('%s is no cursor', (text) => {
  const refused = () => decodeCursor(text)
  expect(refused).toThrow(expect.objectContaining({ code: InputInvalid.code }))
})
