import { callback, elements } from '../native.js'
import type { Runtime } from '../runtime.js'
import { toNumber, toText } from '../values/convert.js'

/** Sorts a copy: by the given function, or as JavaScript does by text with undefined last. */
export function sorted(rt: Runtime, self: readonly unknown[], [compare]: unknown[]): unknown[] {
  const values = elements(rt, self)
  if (compare === undefined) {
    const keyed = values.map((value) => ({ value, key: value === undefined ? undefined : toText(rt, value) }))
    rt.allocate(48 * values.length)
    return keyed.sort((a, b) => byText(rt, a.key, b.key)).map(({ value }) => value)
  }
  const order = callback(rt, compare)
  return values.sort((a, b) => toNumber(rt, order(a, b)))
}

function byText(rt: Runtime, a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  rt.step()
  rt.characters(Math.min(a.length, b.length))
  return a < b ? -1 : a > b ? 1 : 0
}

/** Orders numbers and dates by size, texts by their UTF-16 units, and everything else by its text; nothing comes last. */
export function naturalOrder(rt: Runtime, a: unknown, b: unknown): number {
  const [noA, noB] = [a === null || a === undefined, b === null || b === undefined]
  if (noA || noB) return Number(noA) - Number(noB)
  if (typeof a === 'number' && typeof b === 'number') {
    rt.step()
    return a - b
  }
  return byText(rt, toText(rt, a), toText(rt, b))
}
