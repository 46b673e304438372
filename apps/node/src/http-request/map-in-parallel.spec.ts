import { expect, test } from '@jest/globals'
import { mapInParallel } from './map-in-parallel.js'

const { signal } = new AbortController()
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('results are in order, and no more run at once than may', async () => {
  let running = 0
  let most = 0
  const results = await mapInParallel([5, 1, 4, 2, 3, 0], { limit: 3, signal }, async (turns, index) => {
    most = Math.max(most, ++running)
    for (let i = 0; i < turns; i++) await turn()
    running--
    return `${index}:${turns}`
  })
  expect(results).toEqual(['0:5', '1:1', '2:4', '3:2', '4:3', '5:0'])
  expect(most).toBe(3)
})

test('the first failure stops the rest and waits for what runs', async () => {
  const ended: number[] = []
  const started: number[] = []
  const work = mapInParallel([0, 1, 2, 3, 4], { limit: 2, signal }, async (index, _index, stop) => {
    started.push(index)
    if (index === 0) throw new Error('first')
    await new Promise((resolve) => stop.addEventListener('abort', resolve))
    await turn()
    ended.push(index)
    throw new Error('later')
  })
  await expect(work).rejects.toThrow('first')
  expect(started).toEqual([0, 1])
  expect(ended).toEqual([1])
})

test('nothing makes nothing', async () => {
  expect(await mapInParallel([], { limit: 5, signal }, async () => 1)).toEqual([])
})
