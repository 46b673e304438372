import { array, article, callback, elements, functionTable } from '../native.js'
import type { NativeFunction } from '../native.js'
import { arrayMethods } from '../methods/array.js'
import { naturalOrder } from '../methods/array-sort.js'
import { find } from '../methods/string-search.js'
import { ExpressionType } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { strictEquals, toInteger, toNumber, toText } from '../values/convert.js'
import { Fn } from '../values/fn.js'
import { ownValue, setMember } from '../values/keys.js'
import { isPlainObject } from '../values/kind.js'
import { toKey } from '../values/members.js'
import { uniqueKey } from './unique-key.js'

const method =
  (name: string): NativeFunction =>
  (rt, [values, ...rest]) =>
    arrayMethods.get(name)?.run(rt, array(rt, values), rest)

const firstOf = (values: string | readonly unknown[], index: number): unknown =>
  index < 0 ? values[values.length + index] : values[index]

/** Texts have elements too: their characters. */
function sequence(rt: Runtime, value: unknown): string | readonly unknown[] {
  if (typeof value === 'string' || Array.isArray(value)) return value
  return value === null || value === undefined
    ? []
    : rt.fail(ExpressionType, `The argument must be an array or a text, not ${article(value)}.`)
}

const nth = (at: (n: unknown, rt: Runtime) => number): NativeFunction => {
  return (rt, [values, n]) => firstOf(sequence(rt, values), at(n, rt))
}

/** What to sort or group by: the result of a function, or the member of that name. */
function selector(rt: Runtime, by: unknown): (value: unknown, index: number) => unknown {
  if (by === undefined) return (value) => value
  if (by instanceof Fn) return callback(rt, by)
  const key = toKey(rt, by)
  return (value) => (isPlainObject(value) ? ownValue(value, key) : undefined)
}

/** `$sort(values, by?, 'asc' | 'desc')`: a function of two parameters would not say what to sort by, so it takes one. */
const sort: NativeFunction = (rt, [values, by, direction]) => {
  const select = selector(rt, by)
  const keyed = elements(rt, array(rt, values)).map((value, index) => ({ value, key: select(value, index) }))
  rt.allocate(48 * keyed.length)
  const sign = direction === 'desc' ? -1 : 1
  return keyed.sort((a, b) => sign * naturalOrder(rt, a.key, b.key)).map(({ value }) => value)
}

const groupBy: NativeFunction = (rt, [values, by]) => {
  const select = selector(rt, by)
  const groups: Record<string, unknown> = {}
  array(rt, values).forEach((value, index) => {
    rt.step()
    const key = toKey(rt, select(value, index))
    if (!Object.hasOwn(groups, key)) setMember(rt, groups, key, [])
    rt.allocate(8)
    ;(groups[key] as unknown[]).push(value)
  })
  return groups
}

/** Keeps the first of equal values; objects and arrays are equal when their JSON is. */
const unique: NativeFunction = (rt, [values, by]) => {
  const select = selector(rt, by)
  const seen = new Set<unknown>()
  return elements(rt, array(rt, values)).filter((value, index) => {
    const key = uniqueKey(rt, select(value, index))
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

const contains: NativeFunction = (rt, [container, wanted]) => {
  if (typeof container === 'string') return find(rt, container, toText(rt, wanted), 0) >= 0
  if (isPlainObject(container)) return Object.hasOwn(container, toText(rt, wanted))
  return Array.from(sequence(rt, container)).some((each) => {
    rt.step()
    return strictEquals(rt, each, wanted)
  })
}

const length: NativeFunction = (rt, [value]) =>
  isPlainObject(value) ? Object.keys(value).length : sequence(rt, value).length

export const arrayFunctions = functionTable(
  {
    $contains: contains,
    $first: nth(() => 0),
    $flatten: (rt, [values, depth]) => arrayMethods.get('flat')?.run(rt, array(rt, values), [depth]),
    $last: nth(() => -1),
    $length: length,
    $nth: nth((n, rt) => toInteger(rt, n)),
    $reverse: (rt, [value]) => {
      const reversed = elements(rt, value).reverse()
      return typeof value === 'string' ? (reversed as string[]).join('') : reversed
    },
    $slice: (rt, [value, from, to]) =>
      typeof value === 'string'
        ? value.slice(toInteger(rt, from), toInteger(rt, to, value.length))
        : method('slice')(rt, [value, from, to]),
  },
  {
    $filter: method('filter'),
    $find: method('find'),
    $groupBy: groupBy,
    $map: method('map'),
    $sort: (rt, args) => (args[1] instanceof Fn && args[1].arity > 1 ? compared(rt, args) : sort(rt, args)),
    $unique: unique,
  },
)

/** `$sort(values, (a, b) => …)` sorts as the method does. */
const compared: NativeFunction = (rt, [values, order]) => {
  const compare = callback(rt, order)
  return elements(rt, array(rt, values)).sort((a, b) => toNumber(rt, compare(a, b)))
}
