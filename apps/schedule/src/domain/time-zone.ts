import { IANAZone } from 'luxon'
import { DAY_MS } from './next-local.js'

/** A moment at which a zone's clocks are put forward or back. Offsets are local time minus UTC, in milliseconds. */
export interface Transition {
  at: number
  before: number
  after: number
}

const known = new Map<string, Transition[]>()
const KEPT_YEARS = 5_000

/** Whether there is a time zone of that name. Bare offsets are none: they know no daylight saving. */
export function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name)
}

/** Local time minus UTC at an instant, in milliseconds. */
export function offsetAt(zone: string, at: number): number {
  return IANAZone.create(zone).offset(at) * 60_000
}

/** The first transition after `from` and not after `to`. */
export function nextTransition(zone: string, from: number, to: number): Transition | undefined {
  for (let year = yearOf(from); year <= yearOf(to); year += 1) {
    const found = transitionsOf(zone, year).find(({ at }) => at > from)
    if (found) return found.at <= to ? found : undefined
  }
  return undefined
}

/** The transition whose repeated time an instant lies in, for the second time. */
export function repeatedBy(zone: string, at: number): Transition | undefined {
  const transition = nextTransition(zone, at - DAY_MS, at)
  return transition && at < transition.at + transition.before - transition.after ? transition : undefined
}

/** The instant of a local time: the first of two; where the clocks skip it, the first instant after the gap. */
export function instantOf(zone: string, local: number): number {
  const start = local - DAY_MS
  const transition = nextTransition(zone, start, local + DAY_MS)
  if (!transition) return local - offsetAt(zone, local)
  const { at, before, after } = transition
  if (local - before < at) return local - before
  return Math.max(at, local - after)
}

/** Transitions of a year of UTC: found by comparing day with day, kept because looking costs a thousand offsets. */
function transitionsOf(zone: string, year: number): Transition[] {
  const key = `${zone}/${year}`
  const kept = known.get(key)
  if (kept) return kept
  const found: Transition[] = []
  const end = Date.UTC(year + 1, 0, 1)
  let before = offsetAt(zone, Date.UTC(year, 0, 1) - 1)
  for (let day = Date.UTC(year, 0, 1) - 1; day < end - 1; day += DAY_MS) {
    const last = Math.min(day + DAY_MS, end - 1)
    const after = offsetAt(zone, last)
    if (after !== before) found.push({ at: firstWith(zone, after, { from: day, to: last }), before, after })
    before = after
  }
  if (known.size >= KEPT_YEARS) known.clear()
  known.set(key, found)
  return found
}

/** The first instant after `from` with an offset that holds at `to`. */
function firstWith(zone: string, offset: number, { from, to }: { from: number; to: number }): number {
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(zone, middle) === offset) high = middle
    else low = middle
  }
  return high
}

function yearOf(at: number): number {
  return new Date(at).getUTCFullYear()
}
