import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { retryDelay } from './index.js'

const failed = { executionId: 'e', nodeId: 'n', attempt: 1, retryAfterMs: undefined }

test('fixed delays are exactly what they say', () => {
  expect(retryDelay({ maxTries: 3, backoff: 'fixed', delayMs: 250 }, { ...failed, attempt: 3 })).toBe(250)
})

test('exponential delays lie in the upper half of their bound, and are the same each time', () => {
  const settings = { maxTries: 20, backoff: 'exponential', delayMs: 1_000, maxDelayMs: 60_000 } as const
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 20 }), (executionId, attempt) => {
      const bound = Math.min(1_000 * 2 ** (attempt - 1), 60_000)
      const delay = retryDelay(settings, { ...failed, executionId, attempt })
      expect(delay).toBeGreaterThanOrEqual(bound / 2)
      expect(delay).toBeLessThan(bound)
      expect(retryDelay(settings, { ...failed, executionId, attempt })).toBe(delay)
    }),
  )
})

test('executions that fail together do not come back together', () => {
  const settings = { maxTries: 2, backoff: 'exponential', delayMs: 1_000 } as const
  const delays = Array.from({ length: 1_000 }, (_, i) => retryDelay(settings, { ...failed, executionId: `e${i}` }))
  const perTenth = Array.from({ length: 10 }, (_, i) => delays.filter((d) => Math.floor((d - 500) / 50) === i).length)
  expect(Math.min(...perTenth)).toBeGreaterThan(60)
})

test('five minutes at most unless said otherwise; a Retry-After counts for a day at most', () => {
  const settings = { maxTries: 20, backoff: 'exponential', delayMs: 1_000 } as const
  expect(retryDelay(settings, { ...failed, attempt: 20 })).toBeLessThan(300_000)
  expect(retryDelay(settings, { ...failed, retryAfterMs: 1e12 })).toBe(86_400_000)
})
