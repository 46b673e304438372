import type { Json } from '@linkflow/kernel'
import { equals, isEmpty, order } from './compare.js'

/** What a condition's sides are once evaluated; undefined is an absent member. */
type Value = Json | undefined
type Operator = (left: Value, right: Value) => boolean

const isTrue: Operator = (left) => left === true || left === 'true'
const isFalse: Operator = (left) => left === false || left === 'false'
const isThere: Operator = (left) => left !== undefined && left !== null

/** Text found in text, an equal element in an array, a member's name in an object. */
const contains: Operator = (left, right) => {
  if (Array.isArray(left)) return left.some((element) => equals(element, right))
  if (typeof left === 'object' && left !== null) return typeof right === 'string' && Object.hasOwn(left, right)
  return textual(left, right, (text, part) => text.includes(part))
}

/** The operators that follow from their two sides alone. */
export const plainOperators = {
  equals,
  'not-equals': (left, right) => !equals(left, right),
  greater: (left, right) => order(left, right, (by) => by > 0),
  'greater-or-equal': (left, right) => order(left, right, (by) => by >= 0),
  less: (left, right) => order(left, right, (by) => by < 0),
  'less-or-equal': (left, right) => order(left, right, (by) => by <= 0),
  contains,
  'not-contains': (left, right) => !contains(left, right),
  'starts-with': (left, right) => textual(left, right, (text, part) => text.startsWith(part)),
  'ends-with': (left, right) => textual(left, right, (text, part) => text.endsWith(part)),
  exists: isThere,
  'not-exists': (left, right) => !isThere(left, right),
  'is-empty': isEmpty,
  'is-not-empty': (left) => !isEmpty(left),
  'is-true': isTrue,
  'is-false': isFalse,
  in: (left, right) => contains(right, left),
} as const satisfies Record<string, Operator>

export type PlainOperator = keyof typeof plainOperators

function textual(left: Value, right: Value, test: (text: string, part: string) => boolean): boolean {
  const [text, part] = [textOf(left), textOf(right)]
  return text !== undefined && part !== undefined && test(text, part)
}

function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}
