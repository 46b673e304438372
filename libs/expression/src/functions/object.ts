import { array, functionTable, object } from '../native.js'
import { entriesOf, keysOf, valuesOf } from '../globals/object.js'
import type { Runtime } from '../runtime.js'
import { toText } from '../values/convert.js'
import { copyMembers } from '../values/copy.js'
import { ownValue, setMember } from '../values/keys.js'
import { isPlainObject } from '../values/kind.js'
import { toKey } from '../values/members.js'
import { getPath, setPath, toPath } from './path.js'

/** Names given one by one or as one array. */
function names(rt: Runtime, args: unknown[]): string[] {
  const given = args.length === 1 && Array.isArray(args[0]) ? array(rt, args[0]) : args
  return given.map((each) => {
    rt.step()
    return toText(rt, each)
  })
}

export const objectFunctions = functionTable({
  $entries: (rt, [value]) => entriesOf(rt, value),
  $get: (rt, [value, path, fallback]) => getPath(rt, value, toPath(rt, path)) ?? fallback,
  $keys: (rt, [value]) => keysOf(rt, value),
  $merge: (rt, sources) => {
    const result: Record<string, unknown> = {}
    for (const source of sources)
      if (source !== null && source !== undefined) copyMembers(rt, result, object(rt, source))
    return result
  },
  $omit: (rt, [value, ...args]) => {
    const left = new Set(names(rt, args))
    const result: Record<string, unknown> = {}
    const source = object(rt, value)
    copyMembers(rt, result, source)
    for (const key of left) delete result[key]
    return result
  },
  $pick: (rt, [value, ...args]) => {
    const source = object(rt, value)
    const result: Record<string, unknown> = {}
    for (const key of names(rt, args))
      if (Object.hasOwn(source, key)) setMember(rt, result, toKey(rt, key), ownValue(source, key))
    return result
  },
  $set: (rt, [value, path, member]) =>
    setPath(rt, isPlainObject(value) || Array.isArray(value) ? value : {}, toPath(rt, path), member),
  $values: (rt, [value]) => valuesOf(rt, value),
})
