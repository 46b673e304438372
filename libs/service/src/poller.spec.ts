import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { createLogger } from './logger.js'
import { Poller } from './poller.js'
import type { PollerOptions } from './poller.js'

const EVERY_MS = 1_000

let lines: string[]
let poller: Poller
beforeEach(() => {
  jest.useFakeTimers()
  lines = []
})
afterEach(async () => {
  await poller.stop()
  jest.useRealTimers()
})

function polling(work: () => Promise<boolean>, options: Partial<PollerOptions> = {}): Poller {
  const logger = createLogger('info', 'test', { write: (line) => void lines.push(line) })
  poller = new Poller({ everyMs: EVERY_MS, work, logger, name: 'counting', ...options })
  return poller
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms)

test('looks at once, goes on while there is more, then pauses', async () => {
  const answers = [true, true, false, false]
  let looks = 0
  await polling(async () => answers[looks++] ?? false).start()
  await pass(0)
  expect(looks).toBe(3)
  await pass(EVERY_MS - 1)
  expect(looks).toBe(3)
  await pass(1)
  expect(looks).toBe(4)
})

test('that is woken while it looks, looks once more, never twice at the same time', async () => {
  let looks = 0
  const open: (() => void)[] = []
  await polling(async () => {
    looks += 1
    await new Promise<void>((done) => open.push(done))
    return false
  }).start()
  poller.wake()
  poller.wake()
  await pass(0)
  expect(looks).toBe(1)
  open.shift()!()
  await pass(0)
  expect(looks).toBe(2)
  open.shift()!()
  await pass(0)
  expect(looks).toBe(2)
})

test('that is woken while it pauses, looks now, and pauses anew', async () => {
  let looks = 0
  await polling(async () => {
    looks += 1
    return false
  }).start()
  await pass(EVERY_MS - 1)
  poller.wake()
  await pass(0)
  expect(looks).toBe(2)
  await pass(EVERY_MS - 1)
  expect(looks).toBe(2)
  await pass(1)
  expect(looks).toBe(3)
})

test.each([
  ['shortest', 0, 500],
  ['longest', 1, 1_000],
])('after failures it pauses longer and longer, %s; waking does not hurry it', async (_, random, firstMs) => {
  let looks = 0
  let isBroken = true
  const work = async () => {
    looks += 1
    if (isBroken) throw new Error('The database is away.')
    return false
  }
  await polling(work, { random: () => random }).start()
  await pass(0)
  expect(JSON.parse(lines[0]!)).toMatchObject({ msg: 'counting failed', err: { message: 'The database is away.' } })
  for (let failures = 1; failures <= 9; failures += 1) {
    const pauseMs = Math.min(firstMs * 2 ** (failures - 1), firstMs * 60)
    poller.wake()
    await pass(pauseMs - 1)
    expect(looks).toBe(failures)
    await pass(1)
    expect(looks).toBe(failures + 1)
  }
  isBroken = false
  await pass(firstMs * 60)
  expect(looks).toBe(11)
  await pass(EVERY_MS)
  expect(looks).toBe(12)
  poller.wake()
  await pass(0)
  expect(looks).toBe(13)
})

test('stopping waits for what is being done, and nothing follows it', async () => {
  let looks = 0
  let finish = () => {}
  await polling(async () => {
    looks += 1
    await new Promise<void>((done) => (finish = done))
    return true
  }).start()
  await pass(0)
  let hasStopped = false
  const stopping = poller.stop().then(() => (hasStopped = true))
  await pass(0)
  expect([hasStopped, poller.isStopping]).toEqual([false, true])
  finish()
  await stopping
  poller.wake()
  await pass(10 * EVERY_MS)
  expect(looks).toBe(1)
})
