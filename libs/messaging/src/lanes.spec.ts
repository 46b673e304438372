import { expect, test } from '@jest/globals'
import { Lanes } from './lanes.js'
import { eventually, gate } from './testing/topologies.js'

test('a job that waits for its predecessor lets it pass', async () => {
  const lanes = new Lanes(1)
  const done: number[] = []
  lanes.add('k', 2, async () => {
    if (!done.includes(1)) return { retryAfterMs: 1 }
    done.push(2)
    return 'done'
  })
  lanes.add('k', 1, async () => {
    done.push(1)
    return 'done'
  })
  await eventually(() => done.length === 2)
  expect(done).toEqual([1, 2])
})

test('a key that pauses gives its place away', async () => {
  const lanes = new Lanes(1)
  const ran: string[] = []
  lanes.add('a', 1, async () => {
    ran.push('a')
    return ran.includes('b') ? 'done' : { retryAfterMs: 1 }
  })
  lanes.add('b', 1, async () => {
    ran.push('b')
    return 'done'
  })
  await eventually(() => ran.length >= 3)
  expect(ran).toEqual(['a', 'b', 'a'])
})

test('stopping waits for what runs and starts nothing more', async () => {
  const lanes = new Lanes(1)
  const end = gate()
  const ran: string[] = []
  lanes.add('a', 1, async () => {
    await end.promise
    ran.push('a')
    return 'done'
  })
  lanes.add('b', 1, async () => {
    ran.push('b')
    return 'done'
  })
  const stopped = lanes.stop()
  end.open()
  await stopped
  expect(ran).toEqual(['a'])
})
