import { maxValueDepth } from '../limits.js'
import { ExpressionTooLarge, ExpressionType } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { DateValue } from './date-value.js'
import { kindOf } from './kind.js'
import { RegexValue } from './regex-value.js'

/** JavaScript's ToString, without ever calling a method of the value. */
export function toText(rt: Runtime, value: unknown, depth = 0): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined)
    return String(value)
  if (Array.isArray(value)) return joinTexts(rt, value, ',', depth)
  if (value instanceof DateValue) return value.toJSON()
  if (value instanceof RegexValue) return value.toString()
  if (kindOf(value) === 'function') return rt.fail(ExpressionType, 'A function has no text.')
  return '[object Object]'
}

/** Array.prototype.join, sized before it is made. */
export function joinTexts(rt: Runtime, values: readonly unknown[], separator: string, depth = 0): string {
  if (depth > maxValueDepth) rt.fail(ExpressionTooLarge, `The value is nested more than ${maxValueDepth} deep.`)
  rt.allocateArray(values.length)
  const texts: string[] = []
  let length = Math.max(0, values.length - 1) * separator.length
  for (let i = 0; i < values.length; i++) {
    rt.step()
    const value = values[i]
    const text = value === null || value === undefined ? '' : toText(rt, value, depth + 1)
    length += text.length
    texts.push(text)
  }
  rt.allocateText(length)
  rt.characters(length)
  return texts.join(separator)
}

/** JavaScript's ToNumber. */
export function toNumber(rt: Runtime, value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value === 'string') {
    rt.characters(value.length)
    return Number(value)
  }
  if (value instanceof DateValue) return value.time.toMillis()
  if (Array.isArray(value)) return Number(toText(rt, value))
  if (typeof value === 'object' && value !== null) return Number.NaN
  return Number(value)
}

/** JavaScript's ToIntegerOrInfinity, or the fallback for undefined. */
export function toInteger(rt: Runtime, value: unknown, fallback = 0): number {
  if (value === undefined) return fallback
  const number = Math.trunc(toNumber(rt, value))
  return Number.isNaN(number) ? 0 : number
}

/** The primitive that operators work on. */
export function toPrimitive(rt: Runtime, value: unknown, hint: 'number' | 'text'): unknown {
  if (typeof value !== 'object' || value === null) return value
  return value instanceof DateValue && hint === 'number' ? value.time.toMillis() : toText(rt, value)
}

/** `+` */
export function add(rt: Runtime, left: unknown, right: unknown): unknown {
  if (typeof left === 'number' && typeof right === 'number') return left + right
  const a = toPrimitive(rt, left, 'text')
  const b = toPrimitive(rt, right, 'text')
  if (typeof a !== 'string' && typeof b !== 'string') return Number(a) + Number(b)
  return concatenate(rt, toText(rt, a), toText(rt, b))
}

/**
 * Concatenates at the price of the shorter side, because V8 shares the longer one. Whatever makes V8 copy it later
 * is charged for its whole length then.
 */
export function concatenate(rt: Runtime, a: string, b: string): string {
  if (2 * (a.length + b.length) > rt.limits.bytes)
    rt.fail(ExpressionTooLarge, `The value needs more than ${rt.limits.bytes} bytes.`)
  rt.allocateText(Math.min(a.length, b.length))
  return a + b
}

/** `<`, `>`, `<=` and `>=` on texts, numbers and dates. */
export function compare(rt: Runtime, left: unknown, right: unknown, by: '<' | '>' | '<=' | '>='): boolean {
  let a = toPrimitive(rt, left, 'number')
  let b = toPrimitive(rt, right, 'number')
  if (typeof a === 'string' && typeof b === 'string') rt.characters(Math.min(a.length, b.length))
  else [a, b] = [toNumber(rt, a), toNumber(rt, b)]
  const [x, y] = [a as number, b as number]
  return by === '<' ? x < y : by === '>' ? x > y : by === '<=' ? x <= y : x >= y
}

/** `===` */
export function strictEquals(rt: Runtime, a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string' && a.length === b.length) rt.characters(a.length)
  return a === b
}

/** `==` */
export function looseEquals(rt: Runtime, a: unknown, b: unknown): boolean {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null)
  const [aIsObject, bIsObject] = [typeof a === 'object', typeof b === 'object']
  if (typeof a === typeof b) return strictEquals(rt, a, b)
  if (aIsObject || bIsObject) return looseEquals(rt, toPrimitive(rt, a, 'text'), toPrimitive(rt, b, 'text'))
  return toNumber(rt, a) === toNumber(rt, b)
}
