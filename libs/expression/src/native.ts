import type { Runtime } from './runtime.js'
import { ExpressionInvalidArgument, ExpressionType } from './problems.js'
import { toNumber, toText } from './values/convert.js'
import { Fn } from './values/fn.js'
import { kindOf } from './values/kind.js'
import type { PlainObject } from './values/kind.js'

export type Method<S> = (rt: Runtime, self: S, args: unknown[]) => unknown
export type NativeFunction = (rt: Runtime, args: unknown[]) => unknown

/** One row of a table of calls. A function is taken at one argument position or not at all, and never kept. */
export interface Native<Run> {
  run: Run
  functionAt?: number
}

export type Methods = ReadonlyMap<string, Native<Method<unknown>>>
export type Functions = ReadonlyMap<string, Native<NativeFunction>>

/** The methods of one type: those that take plain values, and those that take a function at `functionAt`. */
export function methodTable<S>(
  plain: Record<string, Method<S>>,
  taking: Record<string, Method<S>> = {},
  functionAt = 0,
): Methods {
  return new Map([
    ...Object.entries(plain).map(([name, run]) => [name, { run: run as Method<unknown> }] as const),
    ...Object.entries(taking).map(([name, run]) => [name, { run: run as Method<unknown>, functionAt }] as const),
  ])
}

export function functionTable(
  plain: Record<string, NativeFunction>,
  taking: Record<string, NativeFunction> = {},
  functionAt = 1,
): Functions {
  return new Map([
    ...Object.entries(plain).map(([name, run]) => [name, { run }] as const),
    ...Object.entries(taking).map(([name, run]) => [name, { run, functionAt }] as const),
  ])
}

/** The function an argument must be, as a plain callable. */
export function callback(rt: Runtime, value: unknown): (...args: unknown[]) => unknown {
  if (value instanceof Fn) return (...args) => value.call(rt, args)
  return rt.fail(ExpressionType, 'The argument must be a function.')
}

/** An argument that must be an array. */
export function array(rt: Runtime, value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : rt.fail(ExpressionType, `The argument must be an array, not ${article(value)}.`)
}

export function object(rt: Runtime, value: unknown): PlainObject {
  if (kindOf(value) === 'object') return value as PlainObject
  return rt.fail(ExpressionType, `The argument must be an object, not ${article(value)}.`)
}

export function text(rt: Runtime, value: unknown): string {
  const result = toText(rt, value ?? '')
  rt.characters(result.length)
  return result
}

/** An argument that must be a finite number, or text that says one. */
export function number(rt: Runtime, value: unknown): number {
  const result = value === null || value === undefined || value === '' ? Number.NaN : toNumber(rt, value)
  return Number.isFinite(result) ? result : rt.fail(ExpressionInvalidArgument, 'The argument must be a number.')
}

export function article(value: unknown): string {
  const kind = kindOf(value)
  if (kind === 'undefined' || kind === 'null') return kind
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`
}

/** The elements of an array or the characters of a text, as a new array. */
export function elements(rt: Runtime, value: unknown): unknown[] {
  if (typeof value === 'string') {
    rt.work(value.length)
    rt.allocate(32 * value.length)
    return Array.from(value)
  }
  if (!Array.isArray(value)) return rt.fail(ExpressionType, `An array is needed, not ${article(value)}.`)
  rt.work(value.length)
  rt.allocateArray(value.length)
  const result: unknown[] = []
  for (let i = 0; i < value.length; i++) result.push(value[i])
  return result
}
