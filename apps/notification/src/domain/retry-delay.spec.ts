import { expect, test } from '@jest/globals'
import { retryDelayMs } from './retry-delay.js'

test('pauses double, up to an hour, half of them by chance', () => {
  const longest = (attempts: number) => retryDelayMs(attempts, 1000, 1)
  expect([1, 2, 3, 4].map(longest)).toEqual([1000, 2000, 4000, 8000])
  expect(longest(50)).toBe(3_600_000)
  expect(retryDelayMs(3, 1000, 0)).toBe(2000)
  expect(retryDelayMs(3, 1000, 0.5)).toBe(3000)
})
