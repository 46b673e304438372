import { array, functionTable, number } from '../native.js'
import type { NativeFunction } from '../native.js'
import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { toInteger } from '../values/convert.js'

/** The numbers of one array, or of the arguments. */
function numbers(rt: Runtime, args: unknown[]): number[] {
  const values = args.length === 1 && Array.isArray(args[0]) ? array(rt, args[0]) : args
  rt.work(values.length)
  rt.allocateArray(values.length)
  return values.map((each) => number(rt, each))
}

/** Rounds half away from zero in decimal notation: `$round(1.005, 2)` is 1.01. */
const round: NativeFunction = (rt, [value, digits]) => {
  const n = number(rt, value)
  const places = toInteger(rt, digits)
  if (Math.abs(places) > 15) rt.fail(ExpressionInvalidArgument, 'The number of digits must be from -15 to 15.')
  return Math.sign(n) * shift(Math.round(shift(Math.abs(n), places)), -places)
}

/** Moves the decimal point without the error of a binary multiplication. */
function shift(n: number, places: number): number {
  const [digits = '0', exponent = '0'] = String(n).split('e')
  return Number(`${digits}e${Number(exponent) + places}`)
}

const extreme =
  (better: (a: number, b: number) => number): NativeFunction =>
  (rt, args) => {
    const [first, ...rest] = numbers(rt, args)
    return rest.reduce(better, first as number)
  }

const sum = (values: number[]): number => values.reduce((total, each) => total + each, 0)

export const numberFunctions = functionTable({
  $abs: (rt, [value]) => Math.abs(number(rt, value)),
  $avg: (rt, args) => {
    const values = numbers(rt, args)
    return values.length ? sum(values) / values.length : undefined
  },
  $ceil: (rt, [value]) => Math.ceil(number(rt, value)),
  $floor: (rt, [value]) => Math.floor(number(rt, value)),
  $max: extreme((a, b) => Math.max(a, b)),
  $min: extreme((a, b) => Math.min(a, b)),
  $round: round,
  $sum: (rt, args) => sum(numbers(rt, args)),
})
