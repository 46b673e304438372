import { expect, test } from '@jest/globals'
import { deletionOrder } from './deletion-order.js'

test('whoever refers to a table goes before it; a table may refer to itself', () => {
  const keys = [
    { from: 'nodes', to: 'workflows' },
    { from: 'workflows', to: 'folders' },
    { from: 'folders', to: 'folders' },
    { from: 'nodes', to: 'elsewhere' },
  ]
  expect(deletionOrder(['folders', 'nodes', 'tags', 'workflows'], keys)).toEqual([
    'nodes',
    'tags',
    'workflows',
    'folders',
  ])
})

test('a circle is told', () => {
  const keys = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
  ]
  expect(() => deletionOrder(['a', 'b', 'c'], keys)).toThrow('in a circle: a, b')
})
