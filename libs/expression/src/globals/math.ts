import { functionTable } from '../native.js'
import type { NativeFunction } from '../native.js'
import { toInteger, toNumber } from '../values/convert.js'

export const mathConstants = {
  E: Math.E,
  LN10: Math.LN10,
  LN2: Math.LN2,
  LOG10E: Math.LOG10E,
  LOG2E: Math.LOG2E,
  PI: Math.PI,
  SQRT1_2: Math.SQRT1_2,
  SQRT2: Math.SQRT2,
}

const ofOne = [
  'abs',
  'acos',
  'asin',
  'atan',
  'cbrt',
  'ceil',
  'cos',
  'exp',
  'floor',
  'fround',
  'log',
  'log10',
  'log1p',
  'log2',
  'round',
  'sign',
  'sin',
  'sqrt',
  'tan',
  'trunc',
] as const

/** The greatest or least argument, charged one by one: they may come from a spread. */
const extreme =
  (better: (a: number, b: number) => number, none: number): NativeFunction =>
  (rt, args) => {
    let result = none
    for (const each of args) {
      rt.step()
      result = better(result, toNumber(rt, each))
    }
    return result
  }

export const mathFunctions = functionTable({
  ...Object.fromEntries(
    ofOne.map((name): [string, NativeFunction] => [name, (rt, [x]) => Math[name](toNumber(rt, x))]),
  ),
  atan2: (rt, [y, x]) => Math.atan2(toNumber(rt, y), toNumber(rt, x)),
  clz32: (rt, [x]) => Math.clz32(toInteger(rt, x)),
  hypot: (rt, args) => Math.sqrt(args.reduce((sum: number, each) => sum + toNumber(rt, each) ** 2, 0)),
  max: extreme(Math.max, Number.NEGATIVE_INFINITY),
  min: extreme(Math.min, Number.POSITIVE_INFINITY),
  pow: (rt, [base, exponent]) => toNumber(rt, base) ** toNumber(rt, exponent),
  random: (rt) => rt.scope.random(),
})
