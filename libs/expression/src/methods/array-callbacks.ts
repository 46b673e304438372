import { callback } from '../native.js'
import type { Method } from '../native.js'
import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'

type ArrayMethod = Method<unknown[]>
type Visit = (...args: unknown[]) => unknown

/** Index of the first element, in the given direction, that the function accepts (or does not). */
function seek(rt: Runtime, self: unknown[], fn: unknown, forwards: boolean, wanted = true): number {
  const accepts = callback(rt, fn)
  for (let n = 0; n < self.length; n++) {
    rt.step()
    const i = forwards ? n : self.length - 1 - n
    if (Boolean(accepts(self[i], i, self)) === wanted) return i
  }
  return -1
}

function collect(
  rt: Runtime,
  self: unknown[],
  fn: unknown,
  take: (result: unknown, value: unknown, into: unknown[]) => void,
) {
  const visit = callback(rt, fn)
  const into: unknown[] = []
  for (let i = 0; i < self.length; i++) {
    rt.step()
    rt.allocate(8)
    take(visit(self[i], i, self), self[i], into)
  }
  return into
}

function fold(rt: Runtime, self: unknown[], [fn, ...initial]: unknown[], forwards: boolean): unknown {
  const combine: Visit = callback(rt, fn)
  const order = forwards ? (n: number) => n : (n: number) => self.length - 1 - n
  if (initial.length === 0 && self.length === 0)
    rt.fail(ExpressionInvalidArgument, 'An empty array needs an initial value.')
  let result = initial.length ? initial[0] : self[order(0)]
  for (let n = initial.length ? 0 : 1; n < self.length; n++) {
    rt.step()
    result = combine(result, self[order(n)], order(n), self)
  }
  return result
}

export const arrayCallbacks: Record<string, ArrayMethod> = {
  every: (rt, self, [fn]) => seek(rt, self, fn, true, false) < 0,
  filter: (rt, self, [fn]) => collect(rt, self, fn, (accepted, value, into) => void (accepted && into.push(value))),
  find: (rt, self, [fn]) => self[seek(rt, self, fn, true)],
  findIndex: (rt, self, [fn]) => seek(rt, self, fn, true),
  findLast: (rt, self, [fn]) => self[seek(rt, self, fn, false)],
  findLastIndex: (rt, self, [fn]) => seek(rt, self, fn, false),
  flatMap: (rt, self, [fn]) =>
    collect(rt, self, fn, (result, _value, into) => {
      if (!Array.isArray(result)) return void into.push(result)
      rt.work(result.length)
      rt.allocateArray(result.length)
      for (const each of result) into.push(each)
    }),
  map: (rt, self, [fn]) => collect(rt, self, fn, (result, _value, into) => void into.push(result)),
  reduce: (rt, self, args) => fold(rt, self, args, true),
  reduceRight: (rt, self, args) => fold(rt, self, args, false),
  some: (rt, self, [fn]) => seek(rt, self, fn, true) >= 0,
}
