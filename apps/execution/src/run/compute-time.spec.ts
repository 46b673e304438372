import { expect, test } from '@jest/globals'
import type { EngineEvent } from '@linkflow/engine'
import { ComputeTime } from './compute-time.js'

function computeMs(...events: EngineEvent[]): number {
  const time = new ComputeTime()
  for (const event of events) time.see(event)
  return time.ms
}

const started = (at: number, nodeId = 'a', attempt = 1): EngineEvent => ({ type: 'node-started', at, nodeId, attempt })
const succeeded = (at: number, nodeId = 'a', attempt = 1): EngineEvent => ({
  type: 'node-succeeded',
  at,
  nodeId,
  attempt,
  outputs: {},
})
const failed = (at: number, nodeId = 'a', attempt = 1): EngineEvent => ({
  type: 'node-failed',
  at,
  nodeId,
  attempt,
  failure: { code: 'x/y', message: 'x' },
})

test('attempts are added up, the pause between them is not', () => {
  expect(computeMs(started(0), failed(10), started(1000, 'a', 2), succeeded(1005, 'a', 2))).toBe(15)
})

test('what runs side by side counts for each', () => {
  expect(computeMs(started(0, 'a'), started(0, 'b'), succeeded(10, 'a'), succeeded(20, 'b'))).toBe(30)
})

test('what never reached outside, or was cut off, is not counted', () => {
  expect(computeMs(succeeded(10), started(20, 'b'), { type: 'cancel', at: 99 })).toBe(0)
})

test('a clock that goes back takes nothing away', () => {
  expect(computeMs(started(10), succeeded(5))).toBe(0)
})
