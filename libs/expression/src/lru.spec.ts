import { expect, test } from '@jest/globals'
import { Lru } from './lru.js'

test('forgets what was used least recently', () => {
  const lru = new Lru<number>(2)
  lru.set('a', 1)
  lru.set('b', 2)
  lru.find('a')
  lru.set('c', 3)
  expect(['a', 'b', 'c'].map((key) => lru.find(key)?.value)).toEqual([1, undefined, 3])
})

test('counts weights', () => {
  const lru = new Lru<string>(10)
  lru.set('a', 'x', 4)
  lru.set('a', 'y', 6)
  lru.set('b', 'z', 4)
  expect([lru.find('a')?.value, lru.find('b')?.value]).toEqual(['y', 'z'])
  lru.set('c', 'w', 11)
  expect(['a', 'b', 'c'].map((key) => lru.find(key))).toEqual([undefined, undefined, undefined])
})
