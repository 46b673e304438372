import { expect, test } from '@jest/globals'
import { Batch } from './batch.js'

interface Op {
  id: number
  bytes?: number
}

/** A writer whose commits the test lets happen one by one. */
function given(options: { maxOps?: number; maxBytes?: number; culprits?: number[]; broken?: boolean } = {}) {
  const commits: number[][] = []
  const pending: (() => void)[] = []
  const batch = new Batch<Op, string>({
    maxOps: options.maxOps ?? 100,
    maxBytes: options.maxBytes ?? 1000,
    sizeOf: ({ bytes }) => bytes ?? 1,
    isCulpritError: (error) => (error as Error).message === 'bad data',
    async write(ops) {
      await new Promise<void>((done) => pending.push(done))
      if (options.broken) throw new Error('connection lost')
      if (ops.some(({ id }) => options.culprits?.includes(id))) throw new Error('bad data')
      commits.push(ops.map(({ id }) => id))
      return ops.map(({ id }) => `written ${id}`)
    },
  })
  const commit = async () => {
    pending.shift()?.()
    await new Promise((done) => setImmediate(done))
  }
  const finish = async (all: Promise<unknown>) => {
    let done = false
    void all.finally(() => (done = true)).catch(() => undefined)
    while (!done) await commit()
  }
  return { batch, commits, commit, finish }
}

test('an idle writer writes at once, a busy one gathers', async () => {
  const { batch, commits, finish } = given()
  const all = Promise.all([1, 2, 3, 4].map((id) => batch.add({ id })))
  await finish(all)
  expect(commits).toEqual([[1], [2, 3, 4]])
  expect(await all).toEqual([1, 2, 3, 4].map((id) => `written ${id}`))
})

test('a batch is bounded in number and in bytes, but holds at least one', async () => {
  const { batch, commits, finish } = given({ maxOps: 3, maxBytes: 10 })
  const sizes = [1, 1, 1, 1, 1, 6, 6, 50, 1]
  await finish(Promise.all(sizes.map((bytes, id) => batch.add({ id, bytes }))))
  expect(commits).toEqual([[0], [1, 2, 3], [4, 5], [6], [7], [8]])
})

test('only the culprits of a failing batch fail', async () => {
  const { batch, commits, finish } = given({ culprits: [3, 6] })
  const all = Promise.allSettled([0, 1, 2, 3, 4, 5, 6, 7].map((id) => batch.add({ id })))
  await finish(all)
  expect((await all).map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  expect(commits.flat().sort()).toEqual([0, 1, 2, 4, 5, 7])
})

test('an error that is nobody’s fault is told to all of the batch, and the next one is written', async () => {
  const options = { broken: true }
  const { batch, commits, finish } = given(options)
  const all = Promise.allSettled([1, 2, 3].map((id) => batch.add({ id })))
  await finish(all)
  expect((await all).every(({ status }) => status === 'rejected')).toBe(true)
  options.broken = false
  await finish(batch.add({ id: 4 }))
  expect(commits).toEqual([[4]])
})

test('drained resolves when nothing waits', async () => {
  const { batch, commits, finish } = given()
  for (const id of [1, 2]) void batch.add({ id })
  await finish(batch.drained())
  expect(commits.flat()).toEqual([1, 2])
})
