import { array, functionTable } from '../native.js'
import { ExpressionUndefined } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { toText } from '../values/convert.js'
import { copyMembers } from '../values/copy.js'
import { ownValue, setMember } from '../values/keys.js'
import { isPlainObject } from '../values/kind.js'
import { toKey } from '../values/members.js'

/** Names of the own data of an object or array; other values have none. */
export function keysOf(rt: Runtime, value: unknown): string[] {
  if (value === null || value === undefined)
    rt.fail(ExpressionUndefined, `The argument is ${String(value)}, so it has no members.`)
  if (!isPlainObject(value) && !Array.isArray(value)) return []
  const keys = Object.keys(value)
  rt.work(keys.length)
  rt.allocate(32 * keys.length)
  return keys
}

export function valuesOf(rt: Runtime, value: unknown): unknown[] {
  return keysOf(rt, value).map((key) => ownValue(value as object, key))
}

export function entriesOf(rt: Runtime, value: unknown): unknown[][] {
  const keys = keysOf(rt, value)
  rt.allocate(64 * keys.length)
  return keys.map((key) => [key, ownValue(value as object, key)])
}

export function fromEntries(rt: Runtime, entries: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const entry of array(rt, entries)) {
    rt.step()
    const [key, value] = array(rt, entry)
    setMember(rt, result, toKey(rt, key), value)
  }
  return result
}

export const objectFunctions = functionTable({
  assign: (rt, sources) => {
    const result: Record<string, unknown> = {}
    for (const source of sources) copyMembers(rt, result, source)
    return result
  },
  entries: (rt, [value]) => entriesOf(rt, value),
  fromEntries: (rt, [entries]) => fromEntries(rt, entries),
  hasOwn: (rt, [value, key]) => isPlainObject(value) && Object.hasOwn(value, toText(rt, key)),
  keys: (rt, [value]) => keysOf(rt, value),
  values: (rt, [value]) => valuesOf(rt, value),
})
