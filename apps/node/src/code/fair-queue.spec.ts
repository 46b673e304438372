import { describe, expect, test } from '@jest/globals'
import { FairQueue } from './fair-queue.js'

function queue(...entries: [tenant: string, entry: string][]): FairQueue<string> {
  const made = new FairQueue<string>(100)
  for (const [tenant, entry] of entries) made.add(tenant, entry)
  return made
}

describe('the queue of code', () => {
  test('one tenant is served in the order it came', () => {
    const fair = queue(['a', '1'], ['a', '2'])
    expect([fair.take()?.entry, fair.take()?.entry, fair.take()]).toEqual(['1', '2', undefined])
  })

  test('whoever comes second is not behind all of the first', () => {
    const fair = queue(['a', 'a1'], ['a', 'a2'], ['a', 'a3'])
    expect(fair.take()?.entry).toBe('a1')
    fair.add('b', 'b1')
    expect(fair.take()?.entry).toBe('b1')
  })

  test('whoever runs less is next, and of those whoever was served longest ago', () => {
    const fair = queue(['a', 'a1'], ['a', 'a2'], ['b', 'b1'], ['b', 'b2'])
    expect(fair.take()?.entry).toBe('a1')
    expect(fair.take()?.entry).toBe('b1')
    fair.done('b')
    expect(fair.take()?.entry).toBe('b2')
    fair.done('a')
    expect(fair.take()?.entry).toBe('a2')
  })

  test('no tenant waits with more than the limit, and what is taken back makes room', () => {
    const fair = new FairQueue<string>(2)
    expect(['1', '2', '3'].map((entry) => fair.add('a', entry))).toEqual([true, true, false])
    expect(fair.add('b', '1')).toBe(true)
    expect([fair.remove('a', '1'), fair.remove('a', '1')]).toEqual([true, false])
    expect(fair.add('a', '3')).toBe(true)
    expect(fair.take()).toEqual({ tenant: 'a', entry: '2' })
    expect(fair.take()).toEqual({ tenant: 'b', entry: '1' })
  })
})
