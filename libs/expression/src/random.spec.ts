import { expect, test } from '@jest/globals'
import { createScopeRandom } from './random.js'

const take = (seed: string, count: number) => {
  const random = createScopeRandom(seed)
  return Array.from({ length: count }, random)
}

test('the same seed gives the same numbers, another seed others', () => {
  expect(take('a', 5)).toEqual(take('a', 5))
  expect(take('a', 5)).not.toEqual(take('b', 5))
})

test('numbers are spread evenly from 0 up to 1', () => {
  const numbers = take('spread', 20_000)
  const buckets = Array<number>(10).fill(0)
  for (const each of numbers) buckets[Math.floor(each * 10)]! += 1
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...numbers)).toBeLessThan(1)
  for (const count of buckets) expect(Math.abs(count - 2000)).toBeLessThan(200)
})
