import { elements, methodTable } from '../native.js'
import type { Method } from '../native.js'
import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { joinTexts, strictEquals, toInteger, toText } from '../values/convert.js'
import { arrayCallbacks } from './array-callbacks.js'
import { sorted } from './array-sort.js'

/** Every method that gives an array gives a new one: data is never changed. */
type ArrayMethod = Method<unknown[]>

const slice = (rt: Runtime, self: unknown[], from: unknown, to: unknown): unknown[] => {
  const part = self.slice(toInteger(rt, from), toInteger(rt, to, self.length))
  rt.work(part.length / 16)
  rt.allocateArray(part.length)
  return part
}

const reverse: ArrayMethod = (rt, self) => elements(rt, self).reverse()

/** SameValueZero, as `includes` compares. */
function includes(rt: Runtime, self: readonly unknown[], wanted: unknown): boolean {
  for (const each of self) {
    rt.step()
    if (strictEquals(rt, each, wanted) || (Number.isNaN(each) && Number.isNaN(wanted))) return true
  }
  return false
}

function flatten(rt: Runtime, values: readonly unknown[], depth: number, into: unknown[]): unknown[] {
  for (const value of values) {
    rt.step()
    if (Array.isArray(value) && depth >= 1) flatten(rt, value, depth - 1, into)
    else {
      rt.allocate(8)
      into.push(value)
    }
  }
  return into
}

const start = (rt: Runtime, self: unknown[], from: unknown): number => {
  const index = toInteger(rt, from)
  return index < 0 ? Math.max(0, self.length + index) : index
}

const plain: Record<string, ArrayMethod> = {
  at: (rt, self, [index]) => self.at(toInteger(rt, index)),
  concat: (rt, self, args) => {
    const result = elements(rt, self)
    for (const arg of args) {
      if (Array.isArray(arg)) for (const each of elements(rt, arg)) result.push(each)
      else result.push(arg)
    }
    return result
  },
  entries: (rt, self) => {
    rt.allocate(64 * self.length)
    return elements(rt, self).map((value, index) => [index, value])
  },
  flat: (rt, self, [depth]) => flatten(rt, self, toInteger(rt, depth, 1), []),
  includes: (rt, self, [wanted, from]) => includes(rt, slice(rt, self, from, undefined), wanted),
  indexOf: (rt, self, [wanted, from]) => {
    for (let i = start(rt, self, from); i < self.length; i++) {
      rt.step()
      if (strictEquals(rt, self[i], wanted)) return i
    }
    return -1
  },
  join: (rt, self, [separator]) => joinTexts(rt, self, separator === undefined ? ',' : toText(rt, separator)),
  keys: (rt, self) => elements(rt, self).map((_value, index) => index),
  lastIndexOf: (rt, self, [wanted]) => {
    for (let i = self.length - 1; i >= 0; i--) {
      rt.step()
      if (strictEquals(rt, self[i], wanted)) return i
    }
    return -1
  },
  reverse,
  slice: (rt, self, [from, to]) => slice(rt, self, from, to),
  toReversed: reverse,
  toSpliced: (rt, self, args) => {
    const from = start(rt, self, args[0])
    const count = args.length === 0 ? 0 : args.length === 1 ? self.length : Math.max(0, toInteger(rt, args[1]))
    return [...slice(rt, self, 0, from), ...args.slice(2), ...slice(rt, self, from + count, undefined)]
  },
  toString: (rt: Runtime, self: unknown[]) => joinTexts(rt, self, ','),
  values: (rt, self) => elements(rt, self),
  with: (rt, self, [index, value]) => {
    const at = toInteger(rt, index) < 0 ? self.length + toInteger(rt, index) : toInteger(rt, index)
    if (at < 0 || at >= self.length) rt.fail(ExpressionInvalidArgument, 'There is no element at that index.')
    const result = elements(rt, self)
    result[at] = value
    return result
  },
}

export const arrayMethods = methodTable<unknown[]>(plain, { ...arrayCallbacks, sort: sorted, toSorted: sorted })
