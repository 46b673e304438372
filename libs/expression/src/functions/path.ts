import { elements, text } from '../native.js'
import { maxDepth } from '../limits.js'
import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { copyMembers } from '../values/copy.js'
import { setMember } from '../values/keys.js'
import { readMember, toKey } from '../values/members.js'

/** The names in `a.b[0].c`, or of an array of names. */
export function toPath(rt: Runtime, path: unknown): string[] {
  const given = Array.isArray(path)
    ? elements(rt, path)
    : text(rt, path)
        .split(/[.[\]]+/)
        .filter((part) => part !== '')
  rt.work(given.length)
  if (given.length === 0 || given.length > maxDepth)
    rt.fail(ExpressionInvalidArgument, `A path has from 1 to ${maxDepth} names.`)
  return given.map((each) => toKey(rt, each))
}

/** Walks as far as there is something: undefined, not an error, where the path ends early. */
export function getPath(rt: Runtime, value: unknown, path: readonly string[]): unknown {
  let at = value
  for (const key of path) {
    rt.step()
    if (at === null || at === undefined) return undefined
    at = readMember(rt, at, key, () => key)
  }
  return at
}

/** A copy of the value with one member changed; what is on the way is copied, what is beside it is shared. */
export function setPath(rt: Runtime, value: unknown, path: readonly string[], member: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return member
  if (Array.isArray(value)) {
    const copy = elements(rt, value)
    const index = Number(key)
    if (!Number.isInteger(index) || index < 0 || index > value.length)
      rt.fail(ExpressionInvalidArgument, 'The path leads past the end of an array.')
    copy[index] = setPath(rt, value[index], rest, member)
    return copy
  }
  const copy: Record<string, unknown> = {}
  copyMembers(rt, copy, value)
  const inner = Object.hasOwn(copy, key) ? copy[key] : undefined
  setMember(rt, copy, key, setPath(rt, inner, rest, member))
  return copy
}
