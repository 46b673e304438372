import { DateValue } from './date-value.js'
import { Fn } from './fn.js'
import { RegexValue } from './regex-value.js'
import { View } from './view.js'

export type PlainObject = Record<string, unknown>
export type Kind =
  'undefined' | 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' | 'date' | 'regex' | 'view' | 'function'

/** What a value is. Anything a host put in the scope that is not JSON counts as an object of its own members. */
export function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'object':
      break
    default:
      return 'undefined'
  }
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof DateValue) return 'date'
  if (value instanceof RegexValue) return 'regex'
  if (value instanceof View) return 'view'
  if (value instanceof Fn) return 'function'
  return 'object'
}

export function isPlainObject(value: unknown): value is PlainObject {
  return kindOf(value) === 'object'
}
