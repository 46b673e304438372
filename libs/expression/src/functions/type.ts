import { functionTable } from '../native.js'
import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { toNumber, toText } from '../values/convert.js'
import { parseJson, stringify } from '../values/json.js'
import { kindOf } from '../values/kind.js'

const isNothing = (value: unknown): boolean => value === null || value === undefined

/** Nothing, a text of white space, an array without elements and an object without members are empty. */
function isEmpty(rt: Runtime, value: unknown): boolean {
  if (isNothing(value)) return true
  if (typeof value === 'string') {
    rt.characters(value.length)
    return value.trim() === ''
  }
  if (Array.isArray(value)) return value.length === 0
  return kindOf(value) === 'object' && Object.keys(value as object).length === 0
}

function toBoolean(rt: Runtime, value: unknown): boolean {
  if (typeof value !== 'string') return Boolean(value)
  const word = value.length < 16 ? value.trim().toLowerCase() : value
  if (['true', 'yes', 'y', 'on', '1'].includes(word)) return true
  if (['false', 'no', 'n', 'off', '0', ''].includes(word)) return false
  return rt.fail(ExpressionInvalidArgument, 'The text is neither true nor false.')
}

function convertNumber(rt: Runtime, value: unknown): number {
  const result = toNumber(rt, typeof value === 'string' && value.trim() === '' ? Number.NaN : value)
  return Number.isNaN(result) ? rt.fail(ExpressionInvalidArgument, 'It is not a number.') : result
}

export const typeFunctions = functionTable({
  $coalesce: (_rt, args) => args.find((each) => !isNothing(each)),
  $default: (rt, [value, fallback]) => (isEmpty(rt, value) ? fallback : value),
  $fromJson: (rt, [source]) => parseJson(rt, toText(rt, source)),
  $isEmpty: (rt, [value]) => isEmpty(rt, value),
  $isNull: (_rt, [value]) => isNothing(value),
  $toBoolean: (rt, [value]) => toBoolean(rt, value),
  $toJson: (rt, [value, indent]) =>
    stringify(rt, value, indent === undefined ? 0 : Math.min(10, Math.max(0, toNumber(rt, indent)))),
  $toNumber: (rt, [value]) => convertNumber(rt, value),
  $toString: (rt, [value]) => {
    if (isNothing(value)) return ''
    const kind = kindOf(value)
    return kind === 'array' || kind === 'object' || kind === 'view' ? stringify(rt, value) : toText(rt, value)
  },
  $typeof: (_rt, [value]) => kindOf(value),
})
