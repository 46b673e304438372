import { expect, test } from '@jest/globals'
import { derivedId, idTimeMs, isId, newId } from './index.js'

test('ids made in one millisecond sort in the order they were made', () => {
  const ids = Array.from({ length: 3000 }, () => newId(1_700_000_000_000))
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every(isId)).toBe(true)
})

test('an id tells when it was made', () => {
  const future = Date.now() + 1_000_000
  expect(idTimeMs(newId(future))).toBe(future)
})

test('derived ids depend on every part and its position', () => {
  expect(derivedId('a', 'b')).toBe(derivedId('a', 'b'))
  expect(derivedId('a', 'b')).not.toBe(derivedId('ab', ''))
  expect(isId(derivedId('a'))).toBe(true)
})
