import { expect, test } from '@jest/globals'
import { MessageTooLarge } from '@linkflow/kernel'
import { decode, encode } from './codec.js'

test('the limit counts bytes, not characters', () => {
  expect(encode('é'.repeat(4), 10)).toBe('"éééé"')
  expect(encode('e'.repeat(8), 10)).toBe('"eeeeeeee"')
  let refused: unknown
  try {
    encode('é'.repeat(5), 10)
  } catch (error) {
    refused = error
  }
  expect(MessageTooLarge.is(refused) && refused.params).toEqual({ sizeBytes: 12, limitBytes: 10 })
})

test('undefined goes and comes as nothing', () => {
  expect(encode(undefined, 10)).toBe('')
  expect(decode('')).toBeUndefined()
})
