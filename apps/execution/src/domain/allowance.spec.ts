import { describe, expect, test } from '@jest/globals'
import { Allowance } from './allowance.js'
import type { Quota } from './allowance.js'

const NOW = Date.parse('2026-11-10T12:00:00Z')
const quota = (used: number, change: Partial<Quota> = {}): Quota => ({
  limit: 100,
  stopAt: 100,
  used,
  resetsAt: '2026-12-01T00:00:00.000Z',
  ...change,
})

/** Takes what may be taken without asking; tells how many. */
function takeAll(allowance: Allowance): number {
  let taken = 0
  for (; allowance.mayTake(NOW) && taken < 1_000; taken += 1) allowance.take()
  return taken
}

describe('an allowance', () => {
  test('is taken a part at a time, and never more than there is', () => {
    const allowance = new Allowance()
    const parts: number[] = []
    for (let used = 0; !allowance.isUsedUp(NOW); used += parts.at(-1)!) {
      allowance.renew(quota(used), allowance.mark())
      const taken = takeAll(allowance)
      for (let i = 0; i < taken; i += 1) allowance.settle(true)
      parts.push(taken)
    }
    expect(parts.slice(0, 3)).toEqual([25, 19, 14])
    expect(parts.reduce((sum, part) => sum + part)).toBe(100)
  })

  test('counts what is taken and not accepted yet, and what turns out to be nothing no more', () => {
    const allowance = new Allowance()
    allowance.renew(quota(99), 0)
    allowance.take()
    allowance.renew(quota(99), allowance.mark())
    expect(allowance.isUsedUp(NOW)).toBe(true)
    allowance.settle(false)
    expect(allowance.isUsedUp(NOW)).toBe(false)
  })

  test('does not fall back behind what was known, except for a new month', () => {
    const allowance = new Allowance()
    allowance.renew(quota(10), 0)
    allowance.take()
    allowance.settle(true)
    allowance.renew(quota(8), allowance.mark())
    expect(allowance.used).toBe(11)
    allowance.renew(quota(0, { resetsAt: '2027-01-01T00:00:00.000Z' }), allowance.mark())
    expect(allowance.used).toBe(0)
  })

  test('without a limit, or of a month that is over, stops nobody', () => {
    const allowance = new Allowance()
    allowance.renew(undefined, 0)
    expect(allowance.mayTake(NOW)).toBe(true)
    allowance.renew(quota(100), 0)
    expect(allowance.mayTake(NOW)).toBe(false)
    expect(allowance.mayTake(Date.parse('2026-12-01T00:00:00Z'))).toBe(true)
  })

  test('of three processes is overrun by less than one each', () => {
    const processes = [new Allowance(), new Allowance(), new Allowance()]
    let total = 0
    while (processes.some((allowance) => !allowance.isUsedUp(NOW))) {
      for (const allowance of processes) allowance.renew(quota(total), allowance.mark())
      for (const allowance of processes) {
        const taken = takeAll(allowance)
        for (let i = 0; i < taken; i += 1) allowance.settle(true)
        total += taken
      }
    }
    expect(total).toBeGreaterThanOrEqual(100)
    expect(total).toBeLessThan(100 + processes.length)
  })
})
