import { expect, test } from '@jest/globals'
import { pauseMs, waitMs } from './waiting.js'

test.each([
  ['the first in the line, at first', 0, 0, 1_000],
  ['the first in the line, after a minute', 60_000, 0, 6_000],
  ['the first in the line, after a day', 86_400_000, 0, 15_000],
  ['the one behind it', 0, 1, 1_000],
  ['the seventh', 0, 6, 6_000],
  ['the hundredth', 0, 99, 15_000],
])('%s asks again', (_which, ageMs, ahead, expected) => {
  expect(waitMs({ ageMs }, ahead)).toBe(expected)
})

test.each([
  ['for the first time', 0, 1_000],
  ['for ten seconds', 10_000, 10_000],
  ['for hours', 10_000_000, 300_000],
])('what failed %s is tried again', (_since, failingMs, expected) => {
  expect(pauseMs({ failingMs })).toBe(expected)
})
