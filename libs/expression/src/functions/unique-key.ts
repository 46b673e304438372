import type { Runtime } from '../runtime.js'
import { stringify } from '../values/json.js'

/** A primitive that is equal for equal values: primitives are themselves, the rest is its JSON behind a mark. */
export function uniqueKey(rt: Runtime, value: unknown): unknown {
  rt.step()
  if (typeof value === 'string') {
    rt.characters(value.length)
    return `s${value}`
  }
  return typeof value === 'object' && value !== null ? `j${stringify(rt, value)}` : value
}
