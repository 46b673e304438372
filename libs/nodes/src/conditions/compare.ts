import type { Json } from '@linkflow/kernel'
import { NodeError } from '../node-error.js'

type Value = Json | undefined

/**
 * Equality of JSON, by value. A number equals the text that says it, and so does a boolean, because people type the
 * right side of a condition as text; undefined equals null.
 */
export function equals(left: Value, right: Value): boolean {
  if (left === undefined || left === null || right === undefined || right === null)
    return (left ?? null) === (right ?? null)
  if (typeof left === 'string' && typeof right !== 'string') return saysValue(left, right)
  if (typeof right === 'string' && typeof left !== 'string') return saysValue(right, left)
  if (typeof left !== 'object' || typeof right !== 'object') return left === right
  return structureEquals(left, right)
}

/** Equality without conversions, as inside of arrays and objects. */
function structureEquals(left: Value, right: Value): boolean {
  if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) return left === right
  if (Array.isArray(left) || Array.isArray(right))
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((element, index) => structureEquals(element, right[index]))
    )
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && structureEquals(left[name], right[name]))
  )
}

function saysValue(text: string, value: Json): boolean {
  if (typeof value === 'number') return numberOf(text) === value
  return typeof value === 'boolean' && text === String(value)
}

/** The number a number is or a text says; undefined for anything else. */
function numberOf(value: Json): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isNaN(number) ? undefined : number
}

/**
 * Compares numbers, also those that a text says, and other texts by code unit. What is absent is not comparable:
 * false, whichever way it is asked.
 *
 * @throws NodeError `node/not-comparable`
 */
export function order(left: Value, right: Value, test: (by: number) => boolean): boolean {
  if (left === undefined || left === null || right === undefined || right === null) return false
  const [a, b] = [numberOf(left), numberOf(right)]
  if (a !== undefined && b !== undefined) return test(a - b)
  if (typeof left === 'string' && typeof right === 'string') return test(left < right ? -1 : left > right ? 1 : 0)
  throw new NodeError('node/not-comparable', `${kindOf(left)} and ${kindOf(right)} cannot be compared.`)
}

/** True for what is absent, empty text, and arrays and objects without members. */
export function isEmpty(value: Value): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'An array'
  if (typeof value === 'string') return 'Text that is no number'
  return typeof value === 'object' ? 'An object' : `A ${typeof value}`
}
