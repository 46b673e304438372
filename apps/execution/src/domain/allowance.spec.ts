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

/** Takes what may be taken without asking, all of which is accepted; tells how many. */
function takeAll(allowance: Allowance): number {
  const taken: ((accepted: boolean) => void)[] = []
  while (allowance.mayTake(NOW) && taken.length < 1_000) taken.push(allowance.take())
  for (const settle of taken) settle(true)
  return taken.length
}

describe('an allowance', () => {
  test('is taken a part at a time, and never more than there is', () => {
    const allowance = new Allowance()
    const parts: number[] = []
    for (let used = 0; !allowance.isUsedUp(NOW); used += parts.at(-1)!) {
      allowance.renew(quota(used))
      parts.push(takeAll(allowance))
    }
    expect(parts.slice(0, 3)).toEqual([25, 19, 14])
    expect(parts.reduce((sum, part) => sum + part)).toBe(100)
  })

  test('counts what is taken and not accepted yet, and what turns out to be nothing no more', () => {
    const allowance = new Allowance()
    allowance.renew(quota(99))
    const settle = allowance.take()
    allowance.renew(quota(99))
    expect(allowance.isUsedUp(NOW)).toBe(true)
    settle(false)
    expect(allowance.isUsedUp(NOW)).toBe(false)
  })

  test('does not fall back behind what was known, except for a new month', () => {
    const allowance = new Allowance()
    allowance.renew(quota(10))
    allowance.take()(true)
    allowance.renew(quota(8))
    expect(allowance.used).toBe(11)
    allowance.renew(quota(0, { resetsAt: '2027-01-01T00:00:00.000Z' }))
    expect(allowance.used).toBe(0)
  })

  test('counts nothing twice that was accepted or on its way while the answer was asked for', () => {
    const allowance = new Allowance()
    allowance.renew(quota(0))
    let used = 0
    for (let answers = 0; answers < 10; answers += 1) {
      allowance.take()(true)
      const settle = allowance.take()
      used += 2
      allowance.renew(quota(used))
      settle(true)
      expect(allowance.used).toBe(used)
    }
  })

  test('keeps what was on its way when an answer fell behind what was known', () => {
    const allowance = new Allowance()
    allowance.renew(quota(10))
    const settle = allowance.take()
    allowance.renew(quota(10))
    settle(true)
    allowance.renew(quota(10))
    expect(allowance.used).toBe(11)
  })

  test('without a limit, or of a month that is over, stops nobody', () => {
    const allowance = new Allowance()
    allowance.renew(undefined)
    expect(allowance.mayTake(NOW)).toBe(true)
    allowance.renew(quota(100))
    expect(allowance.mayTake(NOW)).toBe(false)
    expect(allowance.mayTake(Date.parse('2026-12-01T00:00:00Z'))).toBe(true)
  })

  test('of three processes is overrun by less than one each', () => {
    const processes = [new Allowance(), new Allowance(), new Allowance()]
    let total = 0
    while (processes.some((allowance) => !allowance.isUsedUp(NOW))) {
      for (const allowance of processes) allowance.renew(quota(total))
      for (const allowance of processes) total += takeAll(allowance)
    }
    expect(total).toBeGreaterThanOrEqual(100)
    expect(total).toBeLessThan(100 + processes.length)
  })
})
