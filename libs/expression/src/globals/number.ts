import { functionTable } from '../native.js'
import type { NativeFunction } from '../native.js'
import { toInteger, toText } from '../values/convert.js'

export const numberConstants = {
  EPSILON: Number.EPSILON,
  MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
  MAX_VALUE: Number.MAX_VALUE,
  MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER,
  MIN_VALUE: Number.MIN_VALUE,
  NEGATIVE_INFINITY: Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
  POSITIVE_INFINITY: Number.POSITIVE_INFINITY,
}

export const parseIntOf: NativeFunction = (rt, [value, radix]) => {
  const source = toText(rt, value)
  rt.characters(source.length)
  return Number.parseInt(source, radix === undefined ? undefined : toInteger(rt, radix))
}

export const parseFloatOf: NativeFunction = (rt, [value]) => {
  const source = toText(rt, value)
  rt.characters(source.length)
  return Number.parseFloat(source)
}

export const numberFunctions = functionTable({
  isFinite: (_rt, [value]) => Number.isFinite(value),
  isInteger: (_rt, [value]) => Number.isInteger(value),
  isNaN: (_rt, [value]) => Number.isNaN(value),
  isSafeInteger: (_rt, [value]) => Number.isSafeInteger(value),
  parseFloat: parseFloatOf,
  parseInt: parseIntOf,
})
