import { expect, test } from '@jest/globals'
import { pauseAfter } from './pause.js'

test.each([
  ['more is due: at once', { progressed: true, nextMs: 0 }, 0],
  ['more is due later: then', { progressed: true, nextMs: 300.2 }, 301],
  ['nothing is due for long: after the poll', { progressed: false, nextMs: 5_000 }, 1_000],
  ['nothing is due ever: after the poll', { progressed: false, nextMs: Infinity }, 1_000],
  ['others have locked what is due: after the poll', { progressed: false, nextMs: 0 }, 1_000],
])('%s', (_what, look, expected) => {
  expect(pauseAfter(look, 1_000)).toBe(expected)
})
