import { expect, test } from '@jest/globals'
import { listOf, parseForm } from './form-body.js'

test('brackets are nesting, as deep as they go', () => {
  const form = parseForm('a=1&metadata[id]=x&items[0][price]=p&items[0][quantity]=1&items[1][price]=q%20r')
  expect(form).toEqual({
    a: '1',
    metadata: { id: 'x' },
    items: { 0: { price: 'p', quantity: '1' }, 1: { price: 'q r' } },
  })
  expect(listOf(form.items)).toEqual([{ price: 'p', quantity: '1' }, { price: 'q r' }])
  expect(listOf(form.nothing)).toEqual([])
})
