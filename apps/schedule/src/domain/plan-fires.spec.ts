import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { dueOf } from './jitter.js'
import { MOST_AT_ONCE, MOST_MISSED, planFires } from './plan-fires.js'
import type { Scheduled } from './plan-fires.js'
import { firesBetween } from './timing.js'

const GRACE_MS = 60_000
const NOW = Date.UTC(2027, 2, 28, 12)

const at = (now: number, most = MOST_AT_ONCE) => ({ now, graceMs: GRACE_MS, most })

const scheduled = (change: Partial<Scheduled> = {}): Scheduled => ({
  id: 'a',
  rule: { kind: 'cron', cron: '0 * * * *' },
  timeZone: 'UTC',
  anchorAt: 0,
  jitterMs: 0,
  catchUp: 'none',
  nextAt: NOW,
  ...change,
})

describe('planning', () => {
  test('what is due fires, and the schedule goes on', () => {
    expect(planFires(scheduled(), at(NOW))).toEqual({
      fires: [{ nominal: NOW, due: NOW }],
      missed: [],
      next: { nominal: NOW + 3_600_000, due: NOW + 3_600_000 },
    })
  })

  test('nothing is left of one time', () => {
    const rule = { kind: 'at' as const, at: new Date(NOW).toISOString() }
    expect(planFires(scheduled({ rule }), at(NOW + 5))).not.toHaveProperty('next')
  })

  test('a year of missed seconds is not walked through', () => {
    const rule = { kind: 'cron' as const, cron: '* * * * * *' }
    const plan = planFires(scheduled({ rule, nextAt: NOW - 365 * 86_400_000, catchUp: 'last' }), at(NOW))
    expect(plan.missed).toHaveLength(MOST_MISSED - 1)
    expect(plan.fires.length).toBeGreaterThan(60)
    expect(plan.fires[0]?.nominal).toBe(NOW - GRACE_MS - 1000)
  })

  test('all that was missed is made up for a part at a time', () => {
    const nextAt = NOW - 365 * 86_400_000
    const plan = planFires(scheduled({ nextAt, catchUp: 'all' }), at(NOW))
    expect(plan.fires).toHaveLength(MOST_AT_ONCE)
    expect(plan.next?.nominal).toBe(nextAt + MOST_AT_ONCE * 3_600_000)
  })
})

test('a delay follows from schedule and time, and never passes the next fire', () => {
  const timings = fc.record({ id: fc.uuid(), jitterMs: fc.integer({ min: 1, max: 7_200_000 }) })
  fc.assert(
    fc.property(timings, fc.integer({ min: 0, max: 10_000 }), (change, hours) => {
      const nominal = hours * 3_600_000
      const due = dueOf(scheduled(change), nominal)
      expect(due).toBe(dueOf(scheduled(change), nominal))
      expect(due).toBeGreaterThanOrEqual(nominal)
      expect(due).toBeLessThan(nominal + Math.min(change.jitterMs, 3_600_000))
    }),
  )
})

test('whenever somebody looks, every nominal time is planned once, in order', () => {
  const catchUps = fc.constantFrom<Scheduled['catchUp']>('none', 'last', 'all', { windowMs: 600_000 })
  const rules = fc.constantFrom('*/5 * * * *', '30 1,2 * * *', '0 */2 * * *', '15 10 * * *')
  const looks = fc.array(fc.integer({ min: 1, max: 8 * 3_600_000 }), { minLength: 1, maxLength: 12 })
  const jitters = fc.integer({ min: 0, max: 600_000 })
  const rooms = fc.integer({ min: 1, max: 5 })
  fc.assert(
    fc.property(rules, catchUps, looks, jitters, rooms, (cron, catchUp, steps, jitterMs, most) => {
      // Across the night in which the clocks are put forward.
      const start = Date.UTC(2027, 2, 27, 12)
      const timing = scheduled({ rule: { kind: 'cron', cron }, timeZone: 'Europe/Berlin', catchUp, jitterMs })
      let now = start
      let nextAt = firesBetween(timing, start, { until: Infinity, limit: 1 })[0]!
      const planned: number[] = []
      for (const step of steps) {
        now += step
        for (let due = -Infinity; due <= now;) {
          const plan = planFires({ ...timing, nextAt }, at(now, most))
          expect(plan.fires.length).toBeLessThanOrEqual(most)
          planned.push(...[...plan.missed, ...plan.fires].map(({ nominal }) => nominal))
          nextAt = plan.next!.nominal
          due = plan.next!.due
        }
      }
      const all = firesBetween(timing, start, { until: now, limit: Infinity })
      expect(planned).toEqual(all.filter((nominal) => dueOf(timing, nominal) <= now))
    }),
    { numRuns: 200 },
  )
})
